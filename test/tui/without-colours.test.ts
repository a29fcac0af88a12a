import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/tui/frame/frame.ts';
import { chooseTheme, shadeCharacter } from '../../src/tui/frame/theme.ts';
import type { Model } from '../../src/tui/model/model.ts';
import { view } from '../../src/tui/screens/view.ts';
import {
  exampleHealth,
  exampleModel,
  exampleProfile,
  exampleReplay,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  flagSamples,
  NOW_MS,
  NOW_SECONDS,
  readEarlier,
  sampleLessSnapshot,
  unseenSnapshot,
  walkSamples,
} from './example-model.ts';
import { openFirstEvent } from './example-screens.ts';
import { frameToText } from './frame/frame-to-text.ts';
import { play } from './play.ts';

const MONO = chooseTheme(0);
const SIZES = [
  [60, 20],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

/** States of one patient that a clinician must not confuse, all at the same instant. */
const STATES: Readonly<Record<string, (model: Model) => Model>> = {
  live: (model) => model,
  flagged: (model) =>
    withSnapshot(model, { samples: flagSamples(walkSamples(2, 400), 0, 0, [0, 1, 2, 3, 4, 5]) }),
  'flagged by a rule': (model) =>
    withSnapshot(model, {
      samples: flagSamples(walkSamples(2, 400), 0, 0, [0, 1, 2, 3, 4, 5], 'rule:swapped'),
    }),
  'flagged before': (model) =>
    withSnapshot(model, { samples: flagSamples(walkSamples(2, 400), 3, 3, [0, 1, 2, 3, 4, 5]) }),
  stale: (model) => ({
    ...model,
    snapshots: new Map([[2, readEarlier(exampleSnapshot(2), 41)]]),
  }),
  down: (model) =>
    withSnapshot(model, {
      nowSeconds: NOW_SECONDS + 9,
      health: exampleHealth({ state: 'down', lastError: 'no answer in 2 s' }),
    }),
  failing: (model) =>
    withSnapshot(model, { health: exampleHealth({ state: 'failing', lastError: 'no answer in 2 s' }) }),
  'no sample': (model) => ({ ...model, snapshots: new Map([[2, sampleLessSnapshot(2)]]) }),
  'never seen': (model) => ({ ...model, snapshots: new Map([[2, unseenSnapshot(2)]]) }),
  'not read yet': (model) => ({ ...model, snapshots: new Map() }),
  'no load': (model) =>
    withSnapshot(model, {
      samples: walkSamples(2, 400).map((sample) => ({
        ...sample,
        sensors: sample.sensors.map((reading) => ({ ...reading, value: 0 })),
      })),
    }),
  replay: (model) => ({ ...model, replay: exampleReplay() }),
  'replay halted': (model) => ({ ...model, replay: exampleReplay('halted') }),
  'replay ended': (model) => ({ ...model, replay: exampleReplay('ended') }),
  'store down': (model) => ({
    ...model,
    link: { state: 'down', reason: 'connection refused', sinceMs: NOW_MS - 12_000 },
  }),
  'cacher silent': (model) =>
    withSnapshot(model, { health: exampleHealth({ updatedAtSeconds: NOW_SECONDS - 30 }) }),
  'clock off': (model) => withSnapshot(model, { health: exampleHealth({ clockOffsetMs: 3200 }) }),
  'nothing stored': (model) => ({ ...model, patients: [], selected: null, snapshots: new Map() }),
};

function withSnapshot(model: Model, changes: Parameters<typeof exampleSnapshot>[1]): Model {
  return { ...model, snapshots: new Map([[2, exampleSnapshot(2, changes)]]) };
}

/** A frame's characters without colours, bold and underlines, and with the ramp as shades. */
function readCharacters(frame: Frame, unicode: boolean): string {
  return frameToText(
    {
      ...frame,
      blocks: frame.blocks.map((block) =>
        block.kind === 'text'
          ? {
              ...block,
              lines: block.lines.map((line) =>
                line.map((span) => ({
                  ...span,
                  text: Array.from(span.text, (each) =>
                    shadeCharacter(MONO, each, span.foreground, span.background),
                  ).join(''),
                })),
              ),
            }
          : block,
      ),
    },
    unicode,
  );
}

/** Adds the summaries by which the ward learns of the API, made from the patients' snapshots. */
function withSummaries(model: Model): Model {
  const summaries = new Map(
    [...model.snapshots].map(([patient, snapshot]) => {
      const newestAtSeconds = snapshot.samples.at(-1)?.atSeconds ?? null;
      return [patient, exampleSummary(patient, { ...snapshot, newestAtSeconds })] as const;
    }),
  );
  return { ...model, ward: { ...model.ward, summaries } };
}

describe.each([true, false])('without colours (Unicode: %s)', (unicode) => {
  test.each(SIZES)('shows any two states by different characters at %dx%d', (columns, rows) => {
    for (const mode of ['patient', 'ward'] as const) {
      const snapshots = new Map([[2, exampleSnapshot(2)]]);
      const ward = exampleWard([2, 3], { summaries: new Map() });
      const base = exampleModel(columns, rows, { mode, unicode, snapshots, ward });
      const seen = new Map<string, string>();
      for (const [name, change] of Object.entries(STATES)) {
        // The ward tells neither sources nor past flags, and a recording has no ward.
        if (mode === 'ward' && /by a rule|before|replay/.test(name)) continue;
        const characters = readCharacters(view(withSummaries(change(base))), unicode);
        expect(seen.get(characters), `${name}, ${mode}`).toBeUndefined();
        seen.set(characters, name);
      }
    }
  });

  test('draws each panel differently when its readings are not of now', () => {
    for (const [columns, rows] of SIZES) {
      const base = exampleModel(columns, rows, { unicode, snapshots: new Map([[2, exampleSnapshot(2)]]) });
      const readBlocks = (name: string) => {
        const frame = view((STATES[name] as (model: Model) => Model)(base));
        return new Map(
          frame.blocks.map((block) => [block.id, readCharacters({ ...frame, blocks: [block] }, unicode)]),
        );
      };
      const live = readBlocks('live');
      for (const name of ['stale', 'down']) {
        const old = readBlocks(name);
        for (const id of ['top-bar', 'patients', 'left-traces', 'right-traces', 'pressure', 'load']) {
          expect(old.get(id), `${id}, ${name}, ${columns}x${rows}`).not.toBe(live.get(id));
        }
      }
    }
  });
});

describe.each(['api', 'simulated'])('a flag of source %s, where there are no colours,', (source) => {
  const PATIENTS = [1, 12, 123, 1234];
  const heavy = walkSamples(2, 400).map((sample) => ({
    ...sample,
    sensors: sample.sensors.map((reading) => ({ ...reading, value: 1023 })),
  }));
  const samples = flagSamples(heavy, 0, 30, [0, 1, 2, 3, 4, 5], source === 'api' ? undefined : source);
  const profile = { ...exampleProfile(1), firstname: 'Patient 12', lastname: '7' };
  const snapshots = new Map(
    PATIENTS.map((id) => [id, { ...exampleSnapshot(2, { samples, profile }), patient: id }]),
  );
  const ward = exampleWard(PATIENTS, {
    seenAnomalies: new Map(PATIENTS.map((id) => [id, 1000])),
    alarmed: new Set(source === 'api' ? PATIENTS : []),
  });
  const VIEWS: Readonly<Record<string, (model: Model) => Model>> = {
    patient: (model) => model,
    numbers: (model) => ({ ...model, feet: 'numbers', chosen: { traces: false, feet: true } }),
    'a narrow foot': (model) => play(model, 'nextPanel', 'nextPanel', 'nextPanel', 'enlarge'),
    old: (model) => ({ ...model, nowMs: NOW_MS + 60_000 }),
    event: (model) => openFirstEvent(model, samples),
    ward: (model) => ({ ...model, mode: 'ward' }),
    help: (model) => ({ ...model, mode: 'help' }),
  };
  test.each(Object.keys(VIEWS))('never touches a number: %s', (name) => {
    for (const unicode of [true, false]) {
      for (const [columns, rows] of [...SIZES, [90, 30], [66, 40]] as const) {
        const model = exampleModel(columns, rows, {
          unicode,
          patients: PATIENTS,
          selected: 1,
          snapshots,
          ward,
        });
        const text = readCharacters(view((VIEWS[name] as (model: Model) => Model)(model)), unicode);
        const mark = source === 'api' ? '!' : '~';
        expect(text).toContain(mark);
        // In ASCII a tilde also stands for what is cut.
        expect(text, `${columns}x${rows}`).not.toMatch(mark === '!' || unicode ? /[!~]\d|\d[!~]/ : /~\d/);
      }
    }
  });
});

test('draws a foot without load unlike one that is not known, without colours', () => {
  const base = exampleModel(120, 40, { snapshots: new Map([[2, exampleSnapshot(2)]]) });
  const readFoot = (name: string) => {
    const frame = view((STATES[name] as (model: Model) => Model)(base));
    const blocks = frame.blocks.filter(({ id }) => id === 'pressure' || id === 'load');
    return readCharacters({ ...frame, blocks }, true);
  };
  expect(readFoot('no load')).toContain('░░░');
  expect(readFoot('stale')).not.toMatch(/[░▒▓█]/);
});
