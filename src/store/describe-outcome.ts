import { formatBytes } from '../core/format-bytes.ts';
import type { KeepOutcome } from './kept-walks.ts';

/** Says in a few words why a walk was not kept. */
export function describeRefusal(outcome: Exclude<KeepOutcome, { kind: 'kept' }>, maxBytes: number): string {
  switch (outcome.kind) {
    case 'empty':
      return 'there is no sample in that time';
    case 'full':
      return `keep.maxBytes allows ${formatBytes(maxBytes)} a patient, ${formatBytes(outcome.usedBytes)} are used, and this walk needs ${formatBytes(outcome.neededBytes)}`;
    case 'refused':
      return outcome.reason;
  }
}
