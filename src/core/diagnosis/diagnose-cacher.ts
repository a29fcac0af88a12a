import { type Finding, fail, ok, warn } from './finding.ts';

/** What the cacher that serves its metrics on this machine said of itself. */
export type CacherFacts =
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string }
  | {
      readonly kind: 'answered';
      /** Null when it is ready. */
      readonly notReadyReason: string | null;
      /** Whether its turns have begun too late for 30 s; null when it does not tell. */
      readonly isBehind: boolean | null;
    };

/**
 * Diagnoses the running cacher: whether it answers, is ready, and holds its interval.
 *
 * @param paceAdvice what helps where it does not
 */
export function diagnoseCacher(facts: CacherFacts, paceAdvice: string): Finding[] {
  const name = 'cacher';
  switch (facts.kind) {
    case 'absent':
      return [warn(name, facts.reason, 'start it, or see whether cacher.metrics is its address')];
    case 'silent':
      return [
        fail(name, facts.reason, 'it hangs or is stopped, or another program has its address: restart it'),
      ];
    case 'answered':
      return [
        facts.notReadyReason === null
          ? ok(name, 'is ready')
          : fail(name, `is not ready: ${facts.notReadyReason}`, 'see what its log says'),
        ...(facts.isBehind === null ? [] : [diagnosePace(facts.isBehind, paceAdvice)]),
      ];
  }
}

function diagnosePace(isBehind: boolean, advice: string): Finding {
  const name = 'cacher pace';
  return isBehind
    ? warn(
        name,
        'the interval is not held: for 30 s over 1 % of the polls began late by over a tenth of it',
        advice,
      )
    : ok(name, 'the interval is held');
}
