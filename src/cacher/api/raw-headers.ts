import type { AnswerHeaders } from './poll-client.ts';

/** The headers that matter, by the lengths of their names: other lengths are passed over without making text of them. */
const NAME_BY_LENGTH: readonly (string | undefined)[] = ((): (string | undefined)[] => {
  const names: (string | undefined)[] = [];
  for (const name of ['date', 'retry-after', 'content-encoding']) names[name.length] = name;
  return names;
})();

const NO_HEADERS: AnswerHeaders = {};

/**
 * Reads those headers of an answer that polls look at. Hot path: nearly all answers have none of them but `date`.
 *
 * @param raw names and values in turn, as they came
 */
export function readRawHeaders(raw: readonly Buffer[]): AnswerHeaders {
  let headers: Record<string, string | string[]> | null = null;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = NAME_BY_LENGTH[raw[index]?.length ?? 0];
    if (name === undefined || raw[index]?.toString('latin1').toLowerCase() !== name) continue;
    const value = raw[index + 1]?.toString('latin1') ?? '';
    headers ??= {};
    const before = headers[name];
    headers[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return headers ?? NO_HEADERS;
}
