import type { PatientId } from '../../../src/core/patient.ts';
import type { TimedSnapshot } from '../../../src/reader/timed-snapshot.ts';
import type { Colours, TerminalBackground } from '../../../src/tui/frame/theme.ts';
import type { Model, Ward } from '../../../src/tui/model/model.ts';
import {
  eventfulSnapshot,
  exampleHealth,
  exampleModel,
  exampleProfile,
  exampleReplay,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  NOW_SECONDS,
  readEarlier,
  unseenSnapshot,
} from '../example-model.ts';
import { counted, keptList, openFirstEvent } from '../example-screens.ts';
import { play } from '../play.ts';

/** The views: each is drawn in all scenes below. */
export const VIEWS: Readonly<Record<string, (model: Model) => Model>> = {
  patient: (model) => model,
  ward: (model) => ({ ...model, mode: 'ward' }),
  event: (model) => openFirstEvent(model),
  distribution: (model) => ({ ...model, mode: 'distribution', distribution: counted() }),
  past: (model) => play(model, 'freeze', ...new Array(30).fill('earlier')),
  enlarged: (model) => play(model, 'nextPanel', 'nextPanel', 'nextPanel', 'enlarge'),
  kept: (model) => keptList(model),
  help: (model) => ({ ...model, mode: 'help' }),
};

/** Everything that makes screens differ, the most ordinary values first. */
export const FACTORS = {
  size: ['80x24', '120x40', '200x60'],
  colours: ['256', '16', 'mono'],
  characters: ['unicode', 'ascii'],
  background: ['dark', 'light'],
  state: ['live', 'stale', 'down', 'replay', 'never-seen', 'empty'],
  names: ['polish', 'wide', 'hostile', 'mixed', 'long'],
  patients: ['one', 'thousand'],
} as const;

/** What a screen is drawn of: a value of each factor. */
export type Scene = { readonly [K in keyof typeof FACTORS]: string };

const ORDINARY: Scene = {
  size: '80x24',
  colours: '256',
  characters: 'unicode',
  background: 'dark',
  state: 'live',
  names: 'polish',
  patients: 'six',
};

/** The scenes in which every view is drawn. */
export const SCENES: readonly Scene[] = [
  ...FACTORS.size.map((size) => ({ ...ORDINARY, size })),
  { ...ORDINARY, size: '60x20', colours: '16', state: 'replay', names: 'long', patients: 'thousand' },
  { ...ORDINARY, background: 'light', names: 'mixed', patients: 'thousand' },
  { ...ORDINARY, colours: '16', background: 'light', state: 'stale', names: 'hostile', patients: 'one' },
  { ...ORDINARY, size: '120x40', colours: 'mono', characters: 'ascii', state: 'down', names: 'wide' },
  { ...ORDINARY, colours: 'mono', patients: 'thousand' },
];

const NAMES: Readonly<Record<string, readonly [firstname: string, lastname: string]>> = {
  polish: ['Elżbieta', 'Żółć'],
  wide: ['さくら', '田中'],
  // Control characters, in case decoding ever lets them through, and what blessed takes for markup.
  hostile: ['\x1b[31mAnn\x1b]0;x\x07\r\n', '{red-fg}x{/}{|}{bold}'],
  // Right to left, direction overrides, joined emoji, flags, combining marks.
  mixed: ['\u202eyrraH\u202c', '👩‍👩‍👧‍👦🇵🇱 שלום Zoe\u0308\u0329'],
  long: ['Wolfeschlegel'.repeat(24), 'Bergerdorff'.repeat(28)],
};

const SELECTED: Readonly<Record<string, PatientId>> = { one: 2, six: 2, thousand: 500 };
const COUNTS: Readonly<Record<string, number>> = { six: 6, thousand: 1000 };

/** The colours and background of a scene. */
export function chooseSceneTheme({ colours, background }: Scene): {
  colours: Colours;
  background: TerminalBackground;
} {
  return {
    colours: colours === '256' ? 256 : colours === '16' ? 16 : 0,
    background: background === 'light' ? 'light' : 'dark',
  };
}

/** The model of a scene, in the patient view. */
export function makeModel(scene: Scene): Model {
  const [columns = 0, rows = 0] = scene.size.split('x').map(Number);
  const selected = SELECTED[scene.patients] ?? 2;
  const patients = listPatients(scene);
  const snapshots = new Map(patients.map((patient) => [patient, neighbourSnapshot(patient)]));
  if (patients.length > 0) snapshots.set(selected, selectedSnapshot(scene, selected));
  return exampleModel(columns, rows, {
    unicode: scene.characters === 'unicode',
    patients,
    selected: patients.length === 0 ? null : selected,
    snapshots,
    ward: makeWard(patients, selected),
    replay: scene.state === 'replay' ? exampleReplay() : null,
  });
}

function listPatients({ state, patients }: Scene): PatientId[] {
  if (state === 'empty') return [];
  const count = COUNTS[patients];
  return count === undefined ? [2] : Array.from({ length: count }, (_, index) => index + 1);
}

/** A ward in which every seventh patient is stale and has new anomalies, and some have only simulated ones. */
function makeWard(patients: readonly PatientId[], selected: PatientId): Ward {
  const ward = exampleWard(patients, { cursor: selected });
  const summaries = patients.map((patient) => {
    const { profile } = neighbourSnapshot(patient);
    const newestAtSeconds = NOW_SECONDS - (patient % 7 === 3 ? 41 : 0.2);
    const anomaliesStored = patient % 7 === 3 ? 1218 : 1207;
    return [patient, exampleSummary(patient, { profile, newestAtSeconds, anomaliesStored })] as const;
  });
  const simulated = new Set(patients.filter((patient) => patient % 5 === 4));
  const withSimulated = summaries.map(([patient, summary]) =>
    simulated.has(patient)
      ? ([patient, { ...summary, anomaliesStored: 1209 }] as const)
      : ([patient, summary] as const),
  );
  const alarmed = new Set(patients.filter((patient) => patient % 7 === 3 && !simulated.has(patient)));
  return { ...ward, summaries: new Map(withSimulated), alarmed };
}

const eventful = eventfulSnapshot();
const walking = exampleSnapshot(1);

/** Patients beside the selected one: their kinds of names take turns, and every seventh is stale. */
function neighbourSnapshot(patient: PatientId): TimedSnapshot {
  const kinds = Object.keys(NAMES);
  const snapshot = {
    ...walking,
    patient,
    profile: profileNamed(patient, kinds[patient % kinds.length] ?? ''),
  };
  return patient % 7 === 3 ? readEarlier(snapshot, 41) : snapshot;
}

function selectedSnapshot({ state, names }: Scene, patient: PatientId): TimedSnapshot {
  const snapshot = { ...eventful, patient, profile: profileNamed(patient, names) };
  if (state === 'stale') return readEarlier(snapshot, 41);
  if (state === 'never-seen') return unseenSnapshot(patient);
  if (state !== 'down') return snapshot;
  const health = exampleHealth({
    state: 'down',
    updatedAtSeconds: NOW_SECONDS + 8.9,
    lastError: 'no answer in 2 s',
  });
  return { ...snapshot, nowSeconds: NOW_SECONDS + 9, health };
}

function profileNamed(patient: PatientId, kind: string) {
  const [firstname = '', lastname = ''] = NAMES[kind] ?? [];
  return { ...exampleProfile(patient), firstname, lastname, traceName: lastname };
}
