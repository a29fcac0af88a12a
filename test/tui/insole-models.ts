import { DistributionHistogram } from '../../src/core/distribution.ts';
import { EIGHT, SIXTEEN } from '../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../src/core/insole/insole.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { TimedSnapshot } from '../../src/reader/timed-snapshot.ts';
import { castInsoleWalks } from '../../src/simulator/cast-insole-walks.ts';
import type { Model } from '../../src/tui/model/model.ts';
import { exampleModel, exampleSnapshot, flagSamples, NOW_SECONDS } from './example-model.ts';
import { openFirstEvent } from './example-screens.ts';

/** One foot alone, full scale at 4095. */
export const LEFT_4095: Insole = {
  name: 'left',
  unit: '',
  lowest: 0,
  highest: 4095,
  decimals: 0,
  sensors: [0, 4, 8, 11, 15].flatMap((index) => SIXTEEN.sensors[index] ?? []),
};

/** The insoles beside the original's whose screens are approved. */
export const SHOWN_INSOLES: Readonly<Record<string, Insole>> = {
  eight: EIGHT,
  sixteen: SIXTEEN,
  left: LEFT_4095,
};

const INTERVAL_SECONDS = 0.3;
const FRAMES_PER_SECOND = 5;

/** Samples of somebody who walks in an insole, one every 0.3 s, the newest 0.2 s old. */
export function insoleSamples(insole: Insole, count: number): Sample[] {
  const [walk] = castInsoleWalks(insole, 'walking', 1);
  if (walk === undefined) throw new Error('there is no walk');
  const { length } = insole.sensors;
  return Array.from({ length: count }, (_, index) => {
    const frame = Math.floor(index * INTERVAL_SECONDS * FRAMES_PER_SECOND) % walk.frameCount;
    return {
      atSeconds: Number((NOW_SECONDS - 0.2 - (count - 1 - index) * INTERVAL_SECONDS).toFixed(3)),
      sensors: insole.sensors.map(({ id }, sensor) => ({
        id,
        value: walk.readings[frame * length + sensor] ?? insole.lowest,
        anomaly: false,
      })),
    };
  });
}

/** Somebody who walks in an insole, with a simulated flag, some of a rule, and all sensors flagged by the API for a while. */
export function insoleSnapshot(insole: Insole, walked = insoleSamples(insole, 400)): TimedSnapshot {
  const ids = insole.sensors.map(({ id }) => id);
  const [first = 0, second = 0] = ids;
  const simulated = flagSamples(walked, 20, 20, [second], 'simulated');
  const flagged = flagSamples(simulated, 130, 190, ids);
  const samples = flagSamples(flagged, 300, 320, [first], 'rule:stuck-high');
  return exampleSnapshot(2, { insole, samples });
}

/** The patient's screen, the ward, the newest event and the distribution of somebody who wears an insole. */
export const INSOLE_VIEWS: Readonly<Record<string, (model: Model) => Model>> = {
  patient: (model) => model,
  ward: (model) => ({ ...model, mode: 'ward' }),
  event: (model) => openFirstEvent(model, model.snapshots.get(2)?.samples ?? []),
  distribution: (model) => ({ ...model, mode: 'distribution', distribution: countReadings(model) }),
};

/** A ward of six in which patient 2, who is selected, wears an insole. */
export function insoleModel(columns: number, rows: number, snapshot: TimedSnapshot): Model {
  const model = exampleModel(columns, rows);
  return { ...model, snapshots: new Map([...model.snapshots, [2, snapshot]]) };
}

function countReadings(model: Model): Model['distribution'] {
  const { insole, samples = [] } = model.snapshots.get(2) ?? {};
  const histogram = new DistributionHistogram(insole);
  for (const sample of samples) histogram.add(sample);
  return { list: 'samples', counted: histogram.read(), isWhole: true };
}
