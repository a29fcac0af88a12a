import type { UnknownReason } from './gait-state.ts';

/** Why the gait is not known, for people. */
export interface ReasonWords {
  readonly full: string;
  /** One word of at most eight letters; none where a dash says as much. */
  readonly brief: string | null;
}

const WORDS: Readonly<Record<UnknownReason, ReasonWords>> = {
  moving: { full: 'moving, no steps known', brief: 'moving' },
  sparse: { full: 'polled too seldom', brief: 'sparse' },
  frozen: { full: 'recording is frozen', brief: 'frozen' },
  flagged: { full: 'sensors are faulty', brief: 'flagged' },
  short: { full: 'gait not known yet', brief: null },
};

/** Says why the gait is not known. */
export function describeReason(reason: UnknownReason | null): ReasonWords {
  return reason === null ? { full: 'gait not known', brief: null } : WORDS[reason];
}
