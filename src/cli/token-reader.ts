import { readFileSync, statSync } from 'node:fs';
import { parseTokenFile, type TokenList } from '../serve/access/token-list.ts';
import { explainFileError } from './explain-file-error.ts';

/** How often the file is looked at. */
const CHECK_MS = 1000;

/** Who may look, as a file says at each moment. */
export interface TokenReader {
  /** The tokens now. */
  current(): TokenList;
}

/** The reader, or why its file cannot be used. */
export type TokenReaderStart =
  | { readonly kind: 'reader'; readonly reader: TokenReader }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads a file of tokens, and again when it changes. A file that can no longer be used leaves the tokens as they were: nobody
 * is let in by a mistake, and nobody who is at work is shut out by one.
 *
 * @param nowMs monotonic clock
 * @param onProblem called with the reason when a changed file cannot be used
 */
export function readTokens(
  path: string,
  nowMs: () => number,
  onProblem: (reason: string) => void,
): TokenReaderStart {
  const read = () => {
    try {
      const { mtimeMs, size } = statSync(path);
      return { version: `${mtimeMs} ${size}`, file: parseTokenFile(readFileSync(path, 'utf8')) };
    } catch (error) {
      return { version: '', file: { kind: 'refused', reason: explainFileError(error, 'read') } as const };
    }
  };
  const first = read();
  if (first.file.kind === 'refused') return first.file;
  let { version } = first;
  let tokens = first.file.tokens;
  let checkedAtMs = nowMs();
  return {
    kind: 'reader',
    reader: {
      current() {
        if (nowMs() - checkedAtMs < CHECK_MS) return tokens;
        checkedAtMs = nowMs();
        const now = read();
        if (now.version === version) return tokens;
        version = now.version;
        if (now.file.kind === 'refused') onProblem(now.file.reason);
        else tokens = now.file.tokens;
        return tokens;
      },
    },
  };
}
