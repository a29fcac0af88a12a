import type { PatientId } from '../core/patient.ts';
import type { Store } from '../store/store.ts';
import type { ReachableNames } from './access/reachable-names.ts';
import type { TokenList } from './access/token-list.ts';
import type { AuditLog } from './audit-log.ts';

/** What a keep is refused for, or where it was kept. */
export type KeepAnswer =
  | { readonly kind: 'kept'; readonly id: string; readonly samples: number; readonly bytes: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** What the server serves, and to whom. */
export interface ServeOptions {
  readonly store: Store;
  /** Null for all that the store holds. */
  readonly patients: readonly PatientId[] | null;
  /** Hides names. */
  readonly isPrivate: boolean;
  /** How much a patient's kept walks may hold. */
  readonly maxKeptBytes: number;
  /** How many streams there may be at the same time. */
  readonly maxClients: number;
  /** Those who may look, as they are now; null where no token is needed. */
  readonly getTokens: () => TokenList | null;
  readonly names: ReachableNames;
  /** Where the page is reached, its path ending with a slash: `/`, or `/footwatch/` behind a proxy. */
  readonly basePath: string;
  /** Whether browsers come over TLS, so that the cookie may demand it. */
  readonly isSecure: boolean;
  /** Whether a proxy in front says in X-Forwarded-For who asks. */
  readonly isBehindProxy: boolean;
  readonly audit: AuditLog;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly version: string;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  readonly onBug: (error: unknown) => void;
}
