/** What kind of JSON value stands somewhere, as a message says it: `missing`, `null`, `an array`, `a string`. */
export function describeKind(field: unknown): string {
  if (field === undefined) return 'missing';
  if (field === null) return 'null';
  if (Array.isArray(field)) return 'an array';
  return typeof field === 'object' ? 'an object' : `a ${typeof field}`;
}
