import { DistributionHistogram } from '../../src/core/distribution.ts';
import type { Profile } from '../../src/core/patient.ts';
import type { Sample } from '../../src/core/sample.ts';
import type { StoredWalk } from '../../src/store/kept-walks.ts';
import type { Model, Ward } from '../../src/tui/model/model.ts';
import { update } from '../../src/tui/model/update.ts';
import {
  eventfulSnapshot,
  exampleHealth,
  exampleModel,
  exampleProfile,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
  walkSamples,
} from './example-model.ts';

/** A patient all of whose sensors are flagged in the newest samples. */
export const allFlagged = exampleSnapshot(2, {
  samples: flagSamples(walkSamples(2, 400), 0, 6, [0, 1, 2, 3, 4, 5]),
});
/** A patient whose API is down. */
export const downSnapshot = exampleSnapshot(2, {
  nowSeconds: NOW_SECONDS + 9,
  health: exampleHealth({
    state: 'down',
    updatedAtSeconds: NOW_SECONDS + 8.9,
    lastError: 'no answer in 2 s',
  }),
});
/** The link to a store that has been down for twelve seconds. */
export const downLink = { state: 'down', reason: 'connection refused', sinceMs: NOW_MS - 12_000 } as const;

/** A ward of nine: one down, one stale, one never seen, one with new anomalies, one with simulated ones. */
export function troubledWard(columns: number, rows: number, changes: Partial<Model> = {}): Model {
  const patients = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const healthy = exampleWard(patients);
  const summaries = new Map(healthy.summaries)
    .set(7, exampleSummary(7, { known: false, newestAtSeconds: null, profile: null, health: null }))
    .set(
      8,
      exampleSummary(8, { newestAtSeconds: NOW_SECONDS - 4000, profile: makeProfile('Zofia', 'Wiśniewska') }),
    )
    .set(
      9,
      exampleSummary(9, {
        newestAtSeconds: NOW_SECONDS - 41,
        profile: makeProfile('Tomasz', 'Żak'),
        health: exampleHealth({ state: 'down' }),
      }),
    );
  const ward: Ward = {
    ...healthy,
    summaries,
    seenAnomalies: new Map(healthy.seenAnomalies).set(2, 1196).set(4, 1206),
    alarmed: new Set([2]),
    order: [9, 8, 2, 1, 3, 4, 5, 6, 7],
    cursor: 2,
    isCursorPinned: true,
  };
  return exampleModel(columns, rows, { mode: 'ward', patients, ward, ...changes });
}

function makeProfile(firstname: string, lastname: string): Profile {
  return { ...exampleProfile(1), firstname, lastname };
}

/** Opens the first event as Enter does, and answers its query for samples. */
export function openFirstEvent(model: Model, samples: readonly Sample[] = eventfulSnapshot().samples): Model {
  const { model: opened, effects } = update(model, { kind: 'acted', action: 'open' });
  const effect = effects.find(({ kind }) => kind === 'readSamples');
  if (effect?.kind !== 'readSamples') return opened;
  return update(opened, { kind: 'samplesRead', query: effect.query, samples }).model;
}

/** A kept walk of a patient, with a note or with marks. */
export function exampleWalk(patient: number, changes: Partial<StoredWalk> = {}): StoredWalk {
  return {
    patient,
    id: '20261126-140322',
    sinceSeconds: NOW_SECONDS - 7320,
    untilSeconds: NOW_SECONDS - 7200,
    note: null,
    marks: [],
    insole: null,
    profile: exampleProfile(patient),
    samples: 400,
    bytes: 92_412,
    ...changes,
  };
}

/** The kept walks of some patients, as they are listed. */
export const exampleWalks: readonly StoredWalk[] = [
  exampleWalk(2, { id: '20261126-150102', note: 'freezes at the door, goes on after a touch' }),
  exampleWalk(2, {
    marks: [
      { atSeconds: NOW_SECONDS - 7300, word: 'turn' },
      { atSeconds: NOW_SECONDS - 7220, word: 'stops' },
    ],
  }),
  exampleWalk(5, { id: '20261125-090000', bytes: 3_400_000, samples: 14_000 }),
];

/** The list of kept walks, of all patients or of the one that is selected. */
export function keptList(model: Model, patient: number | null = null): Model {
  const walks = exampleWalks.filter((walk) => patient === null || walk.patient === patient);
  return { ...model, mode: 'kept', kept: { patient, walks, cursor: 0 } };
}

/** The distribution of the readings of the eventful walk. */
export function counted(): Model['distribution'] {
  const histogram = new DistributionHistogram();
  for (const sample of eventfulSnapshot().samples) histogram.add(sample);
  return { list: 'samples', counted: histogram.read(), isWhole: true };
}
