import { parseJson } from '../parse-json.ts';
import { type DecodeRefusal, refuse } from './frame.ts';

/** The JSON value of an answer, or why it has none. */
export type ParsedBody = { readonly kind: 'parsed'; readonly root: unknown } | DecodeRefusal;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses the bytes of an answer. Never throws. */
export function parseBody(body: Uint8Array): ParsedBody {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return refuse('not-utf8', 'it is not valid UTF-8');
  }
  const root = parseJson(text);
  if (root !== undefined) return { kind: 'parsed', root };
  const isNotANumber = /(?:^|[\s,:[])(NaN|-?Infinity)\b/.exec(text);
  return refuse(
    'not-json',
    isNotANumber === null ? 'it is not valid JSON' : `it is not valid JSON: it has ${isNotANumber[1]}`,
  );
}
