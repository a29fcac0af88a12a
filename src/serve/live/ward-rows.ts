import { computeFigures } from '../../core/gait/gait-figures.ts';
import type { Insole, Side } from '../../core/insole/insole.ts';
import { scaleReading, selectSensors } from '../../core/insole/insole.ts';
import { memoize } from '../../core/memoize.ts';
import type { PatientId } from '../../core/patient.ts';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { TimedSummary } from './timed-summary.ts';

/** How many samples the trace of a row has at most. */
const TRACE_SAMPLES = 48;
const PER_CENT = 100;

/**
 * A row of the ward as JSON: what tells how a patient is, and of whom samples are read, a trace of each foot and figures. Figures
 * are those of the newest sample: whether that is of now, the page judges by its instant.
 */
export function writeWardRow(
  patient: PatientId,
  summary: TimedSummary | null,
  snapshot: TimedSnapshot | null,
): string {
  const source = summary ?? snapshot;
  return JSON.stringify({
    patient,
    known: source?.known ?? false,
    newestAtSeconds: summary?.newestAtSeconds ?? snapshot?.samples.at(-1)?.atSeconds ?? null,
    anomaliesStored: source?.anomaliesStored ?? 0,
    newestAnomaly: summary?.newestAnomaly ?? '',
    profile: source?.profile ?? null,
    health: source?.health ?? null,
    gait: snapshot && describeGait(snapshot),
    trace: snapshot && traceFeet(snapshot),
  });
}

const describeGait = memoize(({ samples, insole }: TimedSnapshot) => {
  const { state, reason, cadence, load } = computeFigures(samples, insole);
  return { state, reason, cadence, load };
});

/** The sum of each foot's readings as a share of what its sensors can read, in per cent; null for a sample without them. */
const traceFeet = memoize(({ samples, insole }: TimedSnapshot) => {
  const newest = samples.slice(-TRACE_SAMPLES);
  const trace = (side: Side) => newest.map((sample) => sumFoot(sample, insole, side));
  return { atSeconds: newest.map(({ atSeconds }) => atSeconds), left: trace('left'), right: trace('right') };
});

function sumFoot(sample: Sample, insole: Insole, side: Side): number | null {
  const sensors = selectSensors(insole, side);
  let sum = 0;
  let count = 0;
  for (const { id } of sensors) {
    const reading = sample.sensors.find((each) => each.id === id);
    if (reading === undefined) continue;
    sum += scaleReading(insole, reading.value);
    count++;
  }
  return count === 0 ? null : Math.round((PER_CENT * sum) / count);
}
