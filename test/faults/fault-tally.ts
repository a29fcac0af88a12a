import 'vitest';

/** Counts of what happened to the samples during one fault. */
export interface FaultTally {
  readonly name: string;
  /** Good answers of the API. */
  readonly answered: number;
  readonly stored: number;
  readonly dropped: number;
  readonly lost: number;
  readonly duplicated: number;
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: FaultTally;
  }
}
