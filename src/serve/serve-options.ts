import type { PatientId } from '../core/patient.ts';
import type { Store } from '../store/store.ts';
import type { AccessOptions } from './access/access-options.ts';
import type { AuditLog } from './audit-log.ts';

/** A walk to report of: a span of the retained samples, Unix seconds, or a kept walk. */
export type WalkRequest =
  | {
      readonly kind: 'span';
      readonly patient: PatientId;
      readonly sinceSeconds: number;
      readonly untilSeconds: number;
    }
  | { readonly kind: 'kept'; readonly patient: PatientId; readonly id: string };

/** A report and its page, or why there is none. */
export type WalkReport =
  | { readonly kind: 'report'; readonly report: object; writePage(zoneOffsetMinutes: number): string }
  | { readonly kind: 'refused'; readonly reason: string };

/** How long a client may take nothing. */
export interface StreamPatience {
  /** After this time a connection that takes no more bytes is cut: what waits in it is old by the time it is read. */
  readonly stalledMs: number;
  /** After this time without a word of a client that says what it reads, its place is free for another. */
  readonly unreadMs: number;
  /** After this time the same of a connection that rows of samples are written to: somebody may look through them. */
  readonly rowsStalledMs: number;
}

/** What the server serves, and to whom. */
export interface ServeOptions extends AccessOptions {
  readonly store: Store;
  /** Null for all that the store holds. */
  readonly patients: readonly PatientId[] | null;
  /** Hides names. */
  readonly isPrivate: boolean;
  /** Reads a walk, and says what it was like. */
  readonly readWalk: (request: WalkRequest) => Promise<WalkReport>;
  /** How much a patient's kept walks may hold. */
  readonly maxKeptBytes: number;
  /** How many streams there may be at the same time. */
  readonly maxClients: number;
  readonly streamPatience: StreamPatience;
  readonly audit: AuditLog;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly version: string;
  readonly onBug: (error: unknown) => void;
}
