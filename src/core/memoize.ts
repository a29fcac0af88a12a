/**
 * Wraps a pure function of one object so that it runs once for each object; results live as long as their objects.
 * Meant for values that are never modified in place: what changes must be a new object.
 */
export function memoize<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known.result;
    const result = compute(key);
    results.set(key, { result });
    return result;
  };
}
