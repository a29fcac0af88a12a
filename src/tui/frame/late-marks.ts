/**
 * Combining marks that came with Unicode 5.1 and later, such as the ASAT of Burmese. Terminals whose tables are older give each a
 * cell of its own.
 */
const RANGES = [
  '\\u0487\\u0616-\\u061a\\u065f\\u07fd\\u0816-\\u0819\\u081b-\\u0823\\u0825-\\u0827\\u0829-\\u082d\\u0859-\\u085b',
  '\\u0897-\\u089f\\u08ca-\\u08e1\\u08e3-\\u0900\\u093a\\u0955-\\u0957\\u09fe\\u0a51\\u0a75\\u0afa-\\u0aff\\u0b44',
  '\\u0b55\\u0b62-\\u0b63\\u0c00\\u0c04\\u0c3c\\u0c62-\\u0c63\\u0c81\\u0d00-\\u0d01\\u0d3b-\\u0d3c\\u0d44',
  '\\u0d62-\\u0d63\\u0d81\\u0eba\\u0ece\\u0f8d-\\u0f8f\\u1033-\\u1035\\u103a\\u103d-\\u103e\\u105e-\\u1060',
  '\\u1071-\\u1074\\u1082\\u1085-\\u1086\\u108d\\u109d\\u135d-\\u135e\\u180f\\u1885-\\u1886\\u1a1b\\u1a56',
  '\\u1a58-\\u1a5e\\u1a60\\u1a62\\u1a65-\\u1a6c\\u1a73-\\u1a7c\\u1a7f\\u1ab0-\\u1add\\u1ae0-\\u1aeb\\u1b80-\\u1b81',
  '\\u1ba2-\\u1ba5\\u1ba8-\\u1ba9\\u1bab-\\u1bad\\u1be6\\u1be8-\\u1be9\\u1bed\\u1bef-\\u1bf1\\u1c2c-\\u1c33',
  '\\u1c36-\\u1c37\\u1cd0-\\u1cd2\\u1cd4-\\u1ce0\\u1ce2-\\u1ce8\\u1ced\\u1cf4\\u1cf8-\\u1cf9\\u1dcb-\\u1dfd\\u20f0',
  '\\u2cef-\\u2cf1\\u2d7f\\u2de0-\\u2dff\\ua66f-\\ua672\\ua674-\\ua67d\\ua69e-\\ua69f\\ua6f0-\\ua6f1\\ua802\\ua82c',
  '\\ua8c4-\\ua8c5\\ua8e0-\\ua8f1\\ua8ff\\ua926-\\ua92d\\ua947-\\ua951\\ua980-\\ua982\\ua9b3\\ua9b6-\\ua9b9',
  '\\ua9bc-\\ua9bd\\ua9e5\\uaa29-\\uaa2e\\uaa31-\\uaa32\\uaa35-\\uaa36\\uaa43\\uaa4c\\uaa7c\\uaab0\\uaab2-\\uaab4',
  '\\uaab7-\\uaab8\\uaabe-\\uaabf\\uaac1\\uaaec-\\uaaed\\uaaf6\\uabe5\\uabe8\\uabed\\ufe24-\\ufe2f',
];
/** Made at the first use, which most screens never come to. */
let pattern: RegExp | null = null;

/** Whether a character is a combining mark that some terminals give a cell of its own. */
export function isLateMark(character: string): boolean {
  pattern ??= new RegExp(`^[${RANGES.join('')}]$`);
  return pattern.test(character);
}
