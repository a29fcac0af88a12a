import { createHash, timingSafeEqual } from 'node:crypto';

/** Somebody who may look, by the name that the audit log writes. */
export interface Reader {
  readonly name: string;
}

/** A token is guessed at five tries a minute: this many characters at random are far beyond reach. */
const MIN_TOKEN_CHARACTERS = 16;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u;

/** The tokens of a file; or the line that cannot be used, and why. */
export type TokenFile =
  | { readonly kind: 'tokens'; readonly tokens: TokenList }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads a file of tokens: a line `name:token` for each who may look; empty lines and lines that begin with # are passed over.
 * No reason has a token in it.
 */
export function parseTokenFile(content: string): TokenFile {
  const digests = new Map<string, Buffer>();
  const refuse = (index: number, what: string): TokenFile => ({
    kind: 'refused',
    reason: `line ${index + 1} ${what}`,
  });
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const at = line.indexOf(':');
    if (at < 0) return refuse(index, 'is not name:token');
    const name = line.slice(0, at).trim();
    const token = line.slice(at + 1).trim();
    if (!NAME.test(name))
      return refuse(index, 'has no name of letters, digits, blanks and ._@- before the colon');
    if (/\s/.test(token)) return refuse(index, 'has a blank in its token');
    if (token.length < MIN_TOKEN_CHARACTERS)
      return refuse(index, `has a token of fewer than ${MIN_TOKEN_CHARACTERS} characters`);
    if (digests.has(name)) return refuse(index, `has the name ${name}, which an earlier line has`);
    digests.set(name, digest(token));
  }
  if (digests.size === 0) return { kind: 'refused', reason: 'no line is name:token' };
  return { kind: 'tokens', tokens: new TokenList(digests) };
}

/** Tokens as digests, so that none stays in memory. */
export class TokenList {
  readonly #digests: ReadonlyMap<string, Buffer>;

  constructor(digests: ReadonlyMap<string, Buffer>) {
    this.#digests = digests;
  }

  /** Whose token it is, or null; takes equally long for every token, right or wrong. */
  find(token: string): Reader | null {
    const given = digest(token);
    let found: string | null = null;
    for (const [name, expected] of this.#digests) {
      if (timingSafeEqual(given, expected)) found = name;
    }
    return found === null ? null : { name: found };
  }

  /** Tells the tokens of a name apart, so that a session ends when its token is changed; null when the name is gone. */
  fingerprint(name: string): string | null {
    return this.#digests.get(name)?.toString('base64url') ?? null;
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
