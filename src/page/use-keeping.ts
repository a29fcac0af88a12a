import { useEffect, useState } from 'preact/hooks';
import type { PatientId } from '../core/patient.ts';
import { formatClockTime } from '../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../reader/local-zone.ts';
import type { DialogName } from './handlers.ts';
import { findSpan, marksOf, type PendingMark, setMark } from './marks.ts';

/** An instant of a patient. */
export interface PatientInstant {
  readonly patient: PatientId;
  readonly atSeconds: number;
}

/** The dialog that is open, and what is marked and kept with one. */
export interface Keeping {
  readonly dialog: DialogName | null;
  /** What a form that is open is of: what is shown goes on meanwhile. */
  readonly instant: PatientInstant | null;
  /** The marks of the patient that belong to no kept walk yet. */
  readonly marks: readonly PendingMark[];
  /** Counts the walks that were kept here, after which lists of them are old. */
  readonly keptCount: number;
  readonly open: (dialog: DialogName | null) => void;
  /** Marks the instant of the form. */
  readonly mark: (word: string) => void;
  readonly forgetMarks: () => void;
  /** Closes the form after a walk was kept, and says so. */
  readonly finish: (words: string) => void;
}

/**
 * Opens and closes dialogs, and knows the marks that were set.
 *
 * @param shown the instant that is shown, which a form is of when it is opened; null where there is none
 */
export function useKeeping(
  patient: PatientId | null,
  shown: PatientInstant | null,
  tell: (message: string) => void,
): Keeping {
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [instant, setInstant] = useState<PatientInstant | null>(null);
  const [marks, setMarks] = useState<readonly PendingMark[]>([]);
  const [keptCount, setKeptCount] = useState(0);
  useEffect(() => setDialog(null), [patient]);
  const mine = marksOf(marks, patient);
  const forget = () => setMarks(marks.filter((each) => !mine.includes(each)));
  return {
    dialog,
    instant,
    marks: mine,
    keptCount,
    open: (next) => {
      if (shown !== null) setInstant(shown);
      setDialog(next);
    },
    mark: (word) => {
      if (instant === null) return;
      const all = setMark(marks, { ...instant, word });
      setMarks(all);
      setDialog(null);
      tell(describeMark(all, instant));
    },
    forgetMarks: () => {
      if (mine.length === 0) return;
      forget();
      tell(`forgot ${mine.length} ${mine.length === 1 ? 'mark' : 'marks'}`);
    },
    finish: (words) => {
      setDialog(null);
      forget();
      setKeptCount(keptCount + 1);
      tell(words);
    },
  };
}

function describeMark(marks: readonly PendingMark[], { patient, atSeconds }: PatientInstant): string {
  const span = findSpan(marksOf(marks, patient), atSeconds, false);
  const [at, since, until] = [atSeconds, span.sinceSeconds, span.untilSeconds].map((seconds) =>
    formatClockTime(seconds, zoneOffsetMinutes()),
  );
  return span.isMarked
    ? `marked ${at}; K keeps ${since} to ${until}`
    : `marked ${at}; a second mark makes a span`;
}
