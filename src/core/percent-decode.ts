/** Decodes a percent-encoded part of a URL; null when a `%` begins no valid sequence. */
export function percentDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
