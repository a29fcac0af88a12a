import type { ReachableNames } from './reachable-names.ts';
import type { TokenList } from './token-list.ts';
import type { WrongTry } from './wrong-tries.ts';

/** Who may look, and under which names. */
export interface AccessOptions {
  /** Those who may look, as they are now; null where no token is needed. */
  readonly getTokens: () => TokenList | null;
  readonly names: ReachableNames;
  /** Where the page is reached, its path ending with a slash: `/`, or `/footwatch/` behind a proxy. */
  readonly basePath: string;
  /** Whether browsers come over TLS, so that the cookie may demand it. */
  readonly isSecure: boolean;
  /** Whether a proxy in front says in X-Forwarded-For who asks. */
  readonly isBehindProxy: boolean;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Called with a wrong token's address, now and then rather than each time. */
  readonly onWrongTry: (wrongTry: WrongTry) => void;
}
