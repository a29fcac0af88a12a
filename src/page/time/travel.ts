import type { Insole } from '../../core/insole/insole.ts';
import type { KeptWalk } from '../../core/kept-walk.ts';
import type { Past } from './past.ts';

/** A kept walk, and what its samples are of. */
export type OpenedWalk = Omit<KeptWalk, 'insole'> & { readonly insole: Insole };

/** The instant of the past that is shown, and how it is changed. */
export interface Travel {
  readonly past: Past | null;
  /** The kept walk that is played; null while it is read, and where none is. */
  readonly walk: OpenedWalk | null;
  /** Changes the past that is shown, or what begins at the newest instant where now was shown. */
  readonly change: (next: (past: Past, wasNow: boolean) => Past) => void;
  /** Shows now again. */
  readonly toNow: () => void;
}
