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

/**
 * Wraps a pure function so that a call with the arguments of the previous call returns the previous result, the same
 * object. Arguments are compared by identity. Meant for what changes seldom, such as the shape of a screen.
 */
export function memoizeLatest<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let latest: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given) => {
    if (latest === null || latest.given.some((argument, index) => argument !== given[index])) {
      latest = { given, result: compute(...given) };
    }
    return latest.result;
  };
}
