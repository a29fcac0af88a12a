import { describeReason } from '../core/gait/reason-words.ts';
import { listSides } from '../core/insole/insole.ts';
import { describeAbsence } from '../core/stride-curve/absence-words.ts';
import { WALK_FIGURES, type WalkFigureName } from '../core/walk-summary/walk-figures.ts';
import type { WalkSummary } from '../core/walk-summary/walk-recorder.ts';
import { FIGURE_WORDS } from './figure-words.ts';

/** Something that is not told, and why. */
export interface Limit {
  readonly what: string;
  readonly why: string;
}

/** Gaps that are longer are worth a word. */
const LONG_GAP_SECONDS = 5;
const MUCH_LOST = 0.2;

/** What report says of itself wherever it goes. */
export const NOTICE =
  'footwatch is no medical device. It shows what uncalibrated pressure sensors read, for who knows the person; it diagnoses nothing. ' +
  'There are no norms on this page: none is at hand that could be vouched for.';

/** Lists what a walk does not tell, and why: first what is missing in this one, then what no walk tells that is sampled like this. */
export function listLimits(summary: WalkSummary): readonly Limit[] {
  return [...listMissing(summary), ...listDoubts(summary), ...listNeverTold(summary)];
}

function listMissing(summary: WalkSummary): Limit[] {
  const { walk, stride, insole } = summary;
  const missing = WALK_FIGURES.filter((name) => walk.figures[name] === null);
  const limits: Limit[] = [];
  if (missing.length === WALK_FIGURES.length)
    limits.push({ what: 'Figures of walking', why: explainNoWalk(summary) });
  else {
    const isFaulty = summary.faulty.length > 0;
    for (const name of missing)
      limits.push({ what: FIGURE_WORDS[name].label, why: explainMissing(name, isFaulty) });
  }
  if (stride.reason !== null)
    limits.push({ what: 'The mean stride', why: `${describeAbsence(stride).full}.` });
  if (listSides(insole).length < 2)
    limits.push({ what: 'The other foot', why: 'the insole has sensors under one foot alone.' });
  return limits;
}

function explainNoWalk({ fromSeconds, walk, insole }: WalkSummary): string {
  if (fromSeconds === null) return 'there is no sample.';
  if (listSides(insole).length < 2)
    return 'steps are told by both feet: one that taps moves as one that walks.';
  if (walk.reason !== null) return `${describeReason(walk.reason).full}.`;
  return walk.standingSeconds > 0 ? 'nobody walked, somebody stood.' : 'no walking could be vouched for.';
}

function explainMissing(name: WalkFigureName, isFaulty: boolean): string {
  if (isFaulty) return 'not sure enough without what the faulty sensors read.';
  return name === 'doubleSupport'
    ? 'it would not be sure to 8 points.'
    : 'too few samples of walking, or a foot whose sensors hardly move.';
}

function listDoubts({ sampling, faulty, walk }: WalkSummary): Limit[] {
  const limits: Limit[] = [];
  if (faulty.length > 0) {
    const labels = faulty.map(({ label, region }) => `${label} ${region}`).join(', ');
    limits.push({
      what: labels,
      why: 'found faulty by a rule: no figure rests on what they read. In the load they bear what they did before.',
    });
  }
  if ((sampling.lostShare ?? 0) > MUCH_LOST)
    limits.push({
      what: 'Single steps',
      why: `${Math.round((sampling.lostShare ?? 0) * 100)} % of the polls are lost.`,
    });
  if (sampling.longestGapSeconds > LONG_GAP_SECONDS)
    limits.push({
      what: `${Math.round(sampling.longestGapSeconds)} s`,
      why: 'without a sample, at the longest: nothing is known of them.',
    });
  if (walk.unknownSeconds > 1)
    limits.push({
      what: `${Math.round(walk.unknownSeconds)} s`,
      why: 'in which neither walking nor standing could be vouched for.',
    });
  return limits;
}

function listNeverTold({ insole, sampling }: WalkSummary): Limit[] {
  const rate =
    sampling.framesPerSecond === null
      ? 'So few samples'
      : `${sampling.framesPerSecond.toFixed(1)} new frames a second`;
  return [
    { what: 'Contact time of a step, variability, peak pressure', why: `${rate} are too few.` },
    ...(insole.unit === ''
      ? [{ what: 'Force and weight', why: 'the readings are uncalibrated, and saturate.' }]
      : []),
    { what: 'Step length, speed', why: 'pressure does not tell them.' },
  ];
}
