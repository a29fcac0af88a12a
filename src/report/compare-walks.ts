import type { Interval } from '../core/gait/interval.ts';
import { halveWidth } from '../core/gait/interval.ts';
import { WALK_FIGURES, type WalkFigureName } from '../core/walk-summary/walk-figures.ts';
import type { Report, ReportFigure } from './report.ts';

/** One figure of two walks. */
export interface ComparedFigure {
  readonly name: WalkFigureName;
  /** Null where a walk does not tell it. */
  readonly a: ReportFigure | null;
  readonly b: ReportFigure | null;
  /** B minus A. */
  readonly difference: number | null;
  /** By how much the difference may be off, with a probability of 90 %; null where that is not known. */
  readonly uncertainty: number | null;
  /** Whether the difference is larger than that; null where it cannot be told. */
  readonly differs: boolean | null;
}

/**
 * Compares two walks: a figure differs when its difference is larger than what both may be off by together. Walks of one person, by the
 * same sensors, are compared by what these sensors themselves can tell; others by what is known of the whole foot.
 */
export function compareWalks(a: Report, b: Report) {
  const isSame = a.patient === b.patient && a.insole.name === b.insole.name;
  return {
    schema: 'footwatch.comparison/1' as const,
    a: describeWalk(a),
    b: describeWalk(b),
    samePatient: a.patient === b.patient,
    figures: WALK_FIGURES.map((name) => compareFigure(name, a.figures[name], b.figures[name], isSame)),
  };
}

/** Two walks as scripts read them. */
export type Comparison = ReturnType<typeof compareWalks>;

function describeWalk({ patient, source, note, since, until, time, sampling }: Report) {
  return {
    patient,
    source,
    note,
    since,
    until,
    walkingSeconds: time.walkingSeconds,
    samples: sampling.samples,
  };
}

function compareFigure(
  name: WalkFigureName,
  a: ReportFigure | null,
  b: ReportFigure | null,
  isSame: boolean,
): ComparedFigure {
  if (a === null || b === null) return { name, a, b, difference: null, uncertainty: null, differs: null };
  const difference = b.value - a.value;
  const [ofA, ofB] = [a, b].map((figure) => chooseInterval(figure, isSame));
  if (!ofA || !ofB) return { name, a, b, difference: round(difference), uncertainty: null, differs: null };
  const uncertainty = Math.hypot(halveWidth(ofA), halveWidth(ofB));
  return {
    name,
    a,
    b,
    difference: round(difference),
    uncertainty: round(uncertainty),
    differs: Math.abs(difference) > uncertainty,
  };
}

function chooseInterval({ interval, ownInterval }: ReportFigure, isSame: boolean): Interval | null {
  return isSame ? (ownInterval ?? interval) : interval;
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
