const MEGABYTE = 1024 * 1024;

/** Bytes as whole megabytes: `12 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
