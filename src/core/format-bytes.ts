const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Writes a number of bytes in decimal units, with three digits at most: `917 bytes`, `92.4 kB`, `50 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // From 999.5 on, three digits would show 1000.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}
