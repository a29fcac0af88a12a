import { assessFreshness } from '../freshness.ts';
import type { Health, PatientId } from '../patient.ts';
import { hasAnomaly, type Sample } from '../sample.ts';
import { formatDuration } from '../time/duration.ts';

/** The limits that a patient's stored samples are checked against; a limit of null is not checked. */
export interface CheckLimits {
  /** Highest age of the newest sample. */
  readonly maxAgeMs: number | null;
  /** Longest gap between two samples. */
  readonly maxGapMs: number | null;
  /** Fewest retained samples. */
  readonly minSamples: number | null;
  /** Most retained samples with an anomaly. */
  readonly maxAnomalies: number | null;
}

/** The outcome of one check; `unknown` when what is stored does not decide it. */
export type CheckOutcome = 'passed' | 'failed' | 'unknown';

/** The result of checking one limit of one patient. */
export interface CheckResult {
  readonly patient: PatientId;
  /** The name of the limit, as in its flag: `max-age`. */
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** What was found, and what is allowed. */
  readonly message: string;
}

/** What a patient is checked from. */
export interface CheckFacts {
  readonly patient: PatientId;
  /** Whether anything is stored of the patient. */
  readonly known: boolean;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number;
  /** The retained samples, oldest first. */
  readonly samples: readonly Sample[];
  readonly health: Health | null;
}

type Outcome = Pick<CheckResult, 'outcome' | 'message'>;

/** Checks a patient's retained samples against each limit that is set; one result for each, in the order of `CheckLimits`. */
export function checkPatient(facts: CheckFacts, limits: CheckLimits): CheckResult[] {
  const results: CheckResult[] = [];
  const add = (name: string, limit: number | null, check: (limit: number) => Outcome) => {
    if (limit !== null) results.push({ patient: facts.patient, name, ...check(limit) });
  };
  add('max-age', limits.maxAgeMs, (limitMs) => checkAge(facts, limitMs));
  add('max-gap', limits.maxGapMs, (limitMs) => checkGap(facts.samples, limitMs));
  add('min-samples', limits.minSamples, (min) => ({
    outcome: facts.samples.length >= min ? 'passed' : 'failed',
    message: `${formatCount(facts.samples.length, 'sample')}, at least ${min}`,
  }));
  add('max-anomalies', limits.maxAnomalies, (max) => {
    const anomalous = facts.samples.filter((sample) => hasAnomaly(sample.sensors)).length;
    const outcome = anomalous <= max ? 'passed' : 'failed';
    return { outcome, message: `${formatCount(anomalous, 'sample')} with an anomaly, at most ${max}` };
  });
  return results;
}

function checkAge(facts: CheckFacts, limitMs: number): Outcome {
  const allowed = `at most ${formatDuration(limitMs)}`;
  const newest = facts.samples.at(-1);
  if (newest === undefined) return { outcome: 'failed', message: `no sample, ${allowed}` };
  const { ageSeconds } = assessFreshness({ ...facts, newestAtSeconds: newest.atSeconds });
  if (ageSeconds === null)
    return { outcome: 'unknown', message: 'the newest sample is from the future: a clock is off' };
  const outcome = ageSeconds * 1000 <= limitMs ? 'passed' : 'failed';
  return { outcome, message: `the newest sample is ${ageSeconds.toFixed(3)} s old, ${allowed}` };
}

function checkGap(samples: readonly Sample[], limitMs: number): Outcome {
  if (samples.length < 2) return { outcome: 'unknown', message: 'fewer than two samples have no gap' };
  let longestMs = 0;
  let steppedBack = false;
  let previousSeconds = Number.NEGATIVE_INFINITY;
  for (const { atSeconds } of samples) {
    const gapMs = Math.round((atSeconds - previousSeconds) * 1000);
    if (gapMs < 0) steppedBack = true;
    else if (Number.isFinite(gapMs)) longestMs = Math.max(longestMs, gapMs);
    previousSeconds = atSeconds;
  }
  const message = `the longest gap is ${longestMs / 1000} s, at most ${formatDuration(limitMs)}`;
  if (longestMs > limitMs) return { outcome: 'failed', message };
  return steppedBack
    ? { outcome: 'unknown', message: 'the clock of the samples stepped back' }
    : { outcome: 'passed', message };
}

function formatCount(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
