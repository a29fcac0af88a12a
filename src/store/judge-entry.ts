import type { InsoleTimeline } from '../core/insole/insole-timeline.ts';
import { createJudge } from '../core/rules/judge-samples.ts';
import type { SensorReading } from '../core/sample.ts';
import { parseStoredEntry, type StoredPair } from './stored-entry.ts';

/** Takes the next entry of a patient, in the order stored, and returns it with the flags of the rules. */
export type EntryJudge = (pair: StoredPair) => StoredPair;

/**
 * Creates a judge of the entries of one patient, see `createJudge`. An entry with nothing to add, or that cannot be read, is returned as
 * it is; other fields of its sensors stay.
 */
export function createEntryJudge(timeline?: InsoleTimeline): EntryJudge {
  const judge = createJudge(timeline?.current);
  return (pair) => {
    const entry = parseStoredEntry(pair, timeline);
    if (entry.kind !== 'sample') return pair;
    const { atSeconds, sensors } = entry.sample;
    const judged = judge(atSeconds, sensors);
    if (judged === sensors) return pair;
    const flags = new Map(judged.map(({ id, anomaly, source, rule }) => [id, { anomaly, source, rule }]));
    const stored = JSON.parse(pair[0]) as readonly SensorReading[];
    return [JSON.stringify(stored.map((sensor) => ({ ...sensor, ...flags.get(sensor.id) }))), pair[1]];
  };
}
