import { type Polling, pollWalk, type RecordedWalk, readWalks } from '../../../bench/recorded-walk.ts';
import { seededRandom } from '../../../src/core/random.ts';
import type { Rule, RuleSample } from '../../../src/core/rules/rule.ts';

/** The five recorded walks. */
export const WALKS = readWalks();

/** One of the recorded walks, 0 to 4. */
export function getWalk(walk: number): RecordedWalk {
  const recorded = WALKS[walk];
  if (recorded === undefined) throw new RangeError(`no walk ${walk}`);
  return recorded;
}

/** The samples of a polled walk as the rules take them; `change` turns the readings of the walk into those of a sample. */
export function makeRuleSamples(
  walk: RecordedWalk,
  polling: Polling,
  change: (readings: readonly number[], atSeconds: number) => readonly number[] = (readings) => readings,
  seed = 1,
): RuleSample[] {
  return pollWalk(walk, polling, seededRandom(seed)).map(({ atSeconds, sensors }) => ({
    atSeconds,
    traceId: String(Math.floor(atSeconds)),
    sensors: change(
      sensors.map(({ value }) => value),
      atSeconds,
    ).map((value, id) => ({ id, value, anomaly: false })),
  }));
}

/** Polls at a fixed interval, without loss or jitter. */
export const pollEvenly = (intervalSeconds: number): Polling => ({ intervalSeconds, missing: 0, jitter: 0 });

/** When each sensor is first flagged, in seconds by sensor id, in the order of the flags. */
export function findFirstFlags(
  rule: Pick<Rule, 'detect'>,
  samples: readonly RuleSample[],
): Map<number, number> {
  const first = new Map<number, number>();
  for (const sample of samples) {
    for (const id of rule.detect(sample)) if (!first.has(id)) first.set(id, sample.atSeconds);
  }
  return first;
}
