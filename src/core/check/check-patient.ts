import { assessFreshness } from '../freshness.ts';
import type { Health, PatientId } from '../patient.ts';
import { hasAnomaly, type Sample } from '../sample.ts';
import { formatDuration } from '../time/duration.ts';

/** What is asserted of a patient; a limit that is null is not. Durations are milliseconds. */
export interface CheckLimits {
  readonly maxAgeMs: number | null;
  readonly maxGapMs: number | null;
  readonly minSamples: number | null;
  readonly maxAnomalies: number | null;
}

/** `unknown`: what is stored does not tell whether it holds. */
export type CheckOutcome = 'passed' | 'failed' | 'unknown';

export interface CheckResult {
  readonly patient: PatientId;
  /** As its flag is called: `max-age`. */
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** What was found, and what is allowed. */
  readonly message: string;
}

export interface CheckFacts {
  readonly patient: PatientId;
  readonly known: boolean;
  readonly nowSeconds: number;
  /** The retained samples, oldest first. */
  readonly samples: readonly Sample[];
  readonly health: Health | null;
}

type Finding = Pick<CheckResult, 'outcome' | 'message'>;

/** Holds a patient's retained samples against each limit that is set. */
export function checkPatient(facts: CheckFacts, limits: CheckLimits): CheckResult[] {
  const results: CheckResult[] = [];
  const add = (name: string, limit: number | null, check: (limit: number) => Finding) => {
    if (limit !== null) results.push({ patient: facts.patient, name, ...check(limit) });
  };
  add('max-age', limits.maxAgeMs, (limitMs) => checkAge(facts, limitMs));
  add('max-gap', limits.maxGapMs, (limitMs) => checkGap(facts.samples, limitMs));
  add('min-samples', limits.minSamples, (least) => ({
    outcome: facts.samples.length >= least ? 'passed' : 'failed',
    message: `${count(facts.samples.length, 'sample')}, at least ${least}`,
  }));
  add('max-anomalies', limits.maxAnomalies, (most) => {
    const anomalous = facts.samples.filter((sample) => hasAnomaly(sample.sensors)).length;
    const outcome = anomalous <= most ? 'passed' : 'failed';
    return { outcome, message: `${count(anomalous, 'sample')} with an anomaly, at most ${most}` };
  });
  return results;
}

function checkAge(facts: CheckFacts, limitMs: number): Finding {
  const allowed = `at most ${formatDuration(limitMs)}`;
  const newest = facts.samples.at(-1);
  if (newest === undefined) return { outcome: 'failed', message: `no sample, ${allowed}` };
  const { ageSeconds } = assessFreshness({ ...facts, newestAtSeconds: newest.atSeconds });
  if (ageSeconds === null)
    return { outcome: 'unknown', message: 'the newest sample is from the future: a clock is off' };
  const outcome = ageSeconds * 1000 <= limitMs ? 'passed' : 'failed';
  return { outcome, message: `the newest sample is ${ageSeconds.toFixed(3)} s old, ${allowed}` };
}

function checkGap(samples: readonly Sample[], limitMs: number): Finding {
  if (samples.length < 2) return { outcome: 'unknown', message: 'fewer than two samples have no gap' };
  let longestMs = 0;
  let steppedBack = false;
  let before = Number.NEGATIVE_INFINITY;
  for (const { atSeconds } of samples) {
    const gapMs = Math.round((atSeconds - before) * 1000);
    if (gapMs < 0) steppedBack = true;
    else if (Number.isFinite(gapMs)) longestMs = Math.max(longestMs, gapMs);
    before = atSeconds;
  }
  const message = `the longest gap is ${longestMs / 1000} s, at most ${formatDuration(limitMs)}`;
  if (longestMs > limitMs) return { outcome: 'failed', message };
  return steppedBack
    ? { outcome: 'unknown', message: 'the clock of the samples stepped back' }
    : { outcome: 'passed', message };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
