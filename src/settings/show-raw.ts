const MAX_SHOWN = 60;

/** Shows a wrong value in a message: shortened, in one line, and without what a list or a mapping holds. */
export function showRaw(raw: unknown): string {
  if (raw instanceof Date) return 'a date';
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a wrong list' : 'a mapping';
  const shown = JSON.stringify(raw) ?? String(raw);
  return shown.length <= MAX_SHOWN ? shown : `${shown.slice(0, MAX_SHOWN - 3)}…`;
}
