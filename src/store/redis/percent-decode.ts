/** A percent-encoded part of an address as it is meant; null when a % begins nothing that can be decoded. */
export function percentDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
