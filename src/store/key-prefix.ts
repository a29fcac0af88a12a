/** What a key prefix may be, as a message says it after "must be". */
export const KEY_PREFIX_ALLOWED =
  'at most 64 letters, digits and . : / _ -, the first a letter or a digit and the last no digit, such as wardB:';

/**
 * What stands for something else in a pattern of SCAN, or chooses the slot of a cluster, is not in it. At the end a digit
 * would run into the patient's number: `ward1` and patient 3 would be `ward` and patient 13.
 */
export const KEY_PREFIX_PATTERN = '^(?:[A-Za-z]|[A-Za-z0-9][A-Za-z0-9.:/_-]{0,62}[A-Za-z.:/_-])$';

const KEY_PREFIX = new RegExp(KEY_PREFIX_PATTERN);

/** Whether a text can stand before every key and channel, so that several APIs share a Redis and none finds another's patients. */
export function isKeyPrefix(text: string): boolean {
  return KEY_PREFIX.test(text);
}
