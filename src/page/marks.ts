import { MAX_MARKS, type WalkMark } from '../core/kept-walk.ts';
import type { PatientId } from '../core/patient.ts';

/** A mark that belongs to no kept walk yet. */
export interface PendingMark extends WalkMark {
  readonly patient: PatientId;
}

/** What is kept where no two marks say it. */
const KEPT_SECONDS = 120;

/** Sets a mark, in the order of time; of too many the oldest are dropped. */
export function setMark(marks: readonly PendingMark[], mark: PendingMark): readonly PendingMark[] {
  return [...marks, { ...mark, word: mark.word.trim() }]
    .sort((a, b) => a.atSeconds - b.atSeconds)
    .slice(-MAX_MARKS);
}

/** The marks of a patient. */
export function marksOf(marks: readonly PendingMark[], patient: PatientId | null): readonly PendingMark[] {
  return marks.filter((mark) => mark.patient === patient);
}

/** A span to keep, Unix seconds, and the marks within it. */
export interface SpanToKeep {
  readonly sinceSeconds: number;
  readonly untilSeconds: number;
  readonly marks: readonly WalkMark[];
  /** Whether two marks say what the span is. */
  readonly isMarked: boolean;
}

/**
 * What is kept at an instant: from the first mark of the patient to the last; without two, the two minutes until the instant, or around
 * an event.
 */
export function findSpan(
  mine: readonly PendingMark[],
  atSeconds: number,
  isAroundEvent: boolean,
): SpanToKeep {
  const [first, last] = [mine[0], mine.at(-1)];
  const isMarked = first !== undefined && last !== undefined && last.atSeconds > first.atSeconds;
  const untilSeconds = isMarked ? last.atSeconds : atSeconds + (isAroundEvent ? KEPT_SECONDS / 2 : 0);
  const sinceSeconds = isMarked ? first.atSeconds : untilSeconds - KEPT_SECONDS;
  const marks = mine.filter((mark) => mark.atSeconds >= sinceSeconds && mark.atSeconds <= untilSeconds);
  return { sinceSeconds, untilSeconds, marks, isMarked };
}
