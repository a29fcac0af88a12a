import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { explainFileError } from './explain-file-error.ts';

const BYTE_ORDER_MARK = /^\uFEFF/;

/** What a file of a password holds, and what its owner should know; or why it cannot be used. */
export type SecretFile =
  | { readonly kind: 'secret'; readonly secret: string; readonly remark: string | null }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads the password that is the first line of a file. A byte order mark before it is left out, as some editors write it
 * unasked; blanks around it are taken as a part of it, as they may be.
 */
export function readSecretFile(path: string): SecretFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return {
      kind: 'refused',
      reason: `names a file that cannot be used: ${explainFileError(error, 'read')}`,
    };
  }
  // A password of other characters than those that were written would only be told of as a wrong one.
  if (!isUtf8(bytes))
    return { kind: 'refused', reason: 'names a file that is no UTF-8 text; must be the password' };
  const text = bytes.toString();
  const [secret = ''] = text.replace(BYTE_ORDER_MARK, '').split(/\r?\n/);
  if (secret === '')
    return { kind: 'refused', reason: 'names a file whose first line is empty; must be the password' };
  const remarks = [
    ...(BYTE_ORDER_MARK.test(text) ? ['begins with a byte order mark, which is left out'] : []),
    ...(secret === secret.trim()
      ? []
      : ['has a blank before or after the password, which is taken as a part of it']),
  ];
  const remark = remarks.length === 0 ? null : `names a file that ${remarks.join(', and ')}`;
  return { kind: 'secret', secret, remark };
}
