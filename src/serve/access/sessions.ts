import { createHash, randomBytes } from 'node:crypto';
import type { Reader, TokenList } from './token-list.ts';

/** How long somebody stays signed in. */
export const SESSION_MS = 12 * 3_600_000;
/** More than there are readers: the oldest session makes room. */
const MAX_SESSIONS = 10_000;
const ID_BYTES = 32;

interface Session {
  readonly name: string;
  readonly fingerprint: string;
  readonly endsAtMs: number;
}

/** Who is signed in, by what their cookie holds. Only digests of that are kept. */
export class Sessions {
  readonly #nowMs: () => number;
  readonly #sessions = new Map<string, Session>();

  /** @param nowMs monotonic clock */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Signs in, and returns what the cookie is to hold. */
  open({ name }: Reader, tokens: TokenList): string {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= MAX_SESSIONS) this.#sessions.delete(oldest);
    const fingerprint = tokens.fingerprint(name) ?? '';
    this.#sessions.set(digest(id), { name, fingerprint, endsAtMs: this.#nowMs() + SESSION_MS });
    return id;
  }

  /** Who is signed in with this cookie; nobody when the session is over, or the token is gone or another. */
  find(id: string, tokens: TokenList): Reader | null {
    const key = digest(id);
    const session = this.#sessions.get(key);
    if (session === undefined) return null;
    const isValid =
      session.endsAtMs > this.#nowMs() && tokens.fingerprint(session.name) === session.fingerprint;
    if (!isValid) this.#sessions.delete(key);
    return isValid ? { name: session.name } : null;
  }

  /** Signs out. */
  close(id: string): void {
    this.#sessions.delete(digest(id));
  }
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('base64');
}
