import { createRequire } from 'node:module';
import type bidiFactory from 'bidi-js';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/core/patient.ts';
import { LEFT_TO_RIGHT_MARK } from '../../../src/core/right-to-left.ts';
import { formatFeedLine } from '../../../src/reader/feed-line.ts';
import { openTerminal } from '../../../src/tui/blessed/open-terminal.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  exampleModel,
  exampleProfile,
  exampleSnapshot,
  exampleSummary,
  exampleWard,
  NOW_MS,
} from '../example-model.ts';
import { openFirstEvent } from '../example-screens.ts';
import { cellsToText } from '../golden/cells-to-text.ts';
import { showModel } from '../golden/show-model.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';

/** First and last names, all of which are whole on screens of 120 columns. */
const RIGHT_TO_LEFT = ['שרה כהן', 'مريم حسن', 'דוד לוי', 'علی رضایی', 'Zoe כהן', 'אבי 12'];
const CLUSTERS = [
  ...['น้ำทิพย์ กำแก้ว', 'ปิยะ ก้ำ', 'क्षितिज त्रिपाठी', 'ज्ञानेश्वरी ह्रीं', 'শ্রীজাতা চট্টোপাধ্যায়', 'ஸ்ரீ க்ஷமா'],
  ...['ສົມພອນ ນ້ຳ', 'မြွှေ့ ကျော်', 'ស្រីស្រស់ ខ្ញុំ', 'བསྒྲུབས ཀྲྀ', 'ශ්‍රී ක්ෂේම', 'Zoe\u0308\u0329 Ån'],
];

function profileOf(name: string): Profile {
  const [firstname = '', lastname = ''] = name.split(' ');
  return { ...exampleProfile(1), firstname, lastname, traceName: firstname };
}

/** A model of patients with these names, the first of them selected. */
function modelOf(names: readonly string[], columns: number, rows: number): Model {
  const patients = names.map((_, index) => index + 1);
  const profiles = new Map(names.map((name, index) => [index + 1, profileOf(name)]));
  const summaries = patients.map(
    (id) => [id, exampleSummary(id, { profile: profiles.get(id) ?? null })] as const,
  );
  const snapshots = patients.map(
    (id) => [id, { ...exampleSnapshot(1), patient: id, profile: profiles.get(id) ?? null }] as const,
  );
  return exampleModel(columns, rows, {
    patients,
    selected: 1,
    snapshots: new Map(snapshots),
    ward: exampleWard(patients, { summaries: new Map(summaries) }),
  });
}

/** The rows of the screen as a real terminal holds them, letter by letter. */
async function showRows(model: Model): Promise<string[]> {
  return cellsToText(await showModel(model, { colours: 256, background: 'dark' }))
    .split('\n')
    .slice(0, model.size.rows);
}

// The package hides its export from named imports.
const bidi = (createRequire(import.meta.url)('bidi-js') as typeof bidiFactory.default)();
/** What a terminal shows that orders each row by the Unicode bidirectional algorithm. */
function reorder(row: string): string {
  return bidi.getReorderedString(row, bidi.getEmbeddingLevels(row)).replaceAll(LEFT_TO_RIGHT_MARK, '');
}

const VIEWS: Readonly<Record<string, (model: Model) => Model>> = {
  ward: (model) => ({ ...model, mode: 'ward' }),
  patient: (model) => model,
  event: (model) => openFirstEvent(model),
};

describe('names that are written from the right, on terminals that reorder them,', () => {
  /** How a number and a name beside it look: the name's own words are reordered, and nothing else. */
  const expectBeside = (shown: string, number: number, name: string) =>
    expect(shown).toContain(
      `${number} ${reorder(name.startsWith('Z') ? name : `${LEFT_TO_RIGHT_MARK}${name}${LEFT_TO_RIGHT_MARK}`)}`,
    );

  test.each(Object.keys(VIEWS))('stay beside their numbers: %s', async (mode) => {
    for (const [columns, rows] of [
      [60, 20],
      [80, 24],
      [120, 40],
    ] as const) {
      const model = (VIEWS[mode] as (model: Model) => Model)(modelOf(RIGHT_TO_LEFT, columns, rows));
      const shown = (await showRows(model)).map(reorder).join('\n');
      const names = mode === 'ward' ? RIGHT_TO_LEFT : RIGHT_TO_LEFT.map((name) => name.split(' ')[0] ?? '');
      for (const [index, name] of names.entries()) expectBeside(shown, index + 1, name);
      if (mode !== 'ward') expectBeside(shown, 1, 'שרה כהן');
    }
  });

  test('keep the clock and the state at the right of the top bar', async () => {
    const [top = ''] = await showRows(modelOf(RIGHT_TO_LEFT, 80, 24));
    expect(reorder(top)).toMatch(/● LIVE .*14:03:22 *▏?$/);
    expect(reorder(top)).toMatch(/^ *(footwatch +)?1 /);
  });

  test('stay beside their numbers in the linear feed, between its time and its state', () => {
    for (const name of RIGHT_TO_LEFT) {
      const snapshot = { ...exampleSnapshot(3), profile: profileOf(name) };
      const line = formatFeedLine(snapshot, NOW_MS, 60);
      expect(line.replaceAll(LEFT_TO_RIGHT_MARK, '')).toMatch(
        new RegExp(`^14:03:21\\.800  3 ${name}  live  L \\d+ \\d+ \\d+  R `),
      );
      expect(reorder(line)).toMatch(/^14:03:21\.800 {2}3 .* {2}live {2}L \d+ \d+ \d+ {2}R \d+ \d+ \d+$/);
      expectBeside(reorder(line), 3, name);
    }
  });

  test('of any other script the linear feed has no invisible letter', () => {
    expect(formatFeedLine(exampleSnapshot(2), NOW_MS, 60)).not.toContain(LEFT_TO_RIGHT_MARK);
  });
});

describe('letters that are several characters', () => {
  /** What is shown without the blanks, which terminals put beside letters that are narrower than they are. */
  const squeeze = (text: string) => text.replace(/\s/gu, '');

  test.each([
    [80, 24],
    [120, 40],
  ])(
    'are all shown in the ward and the strip of %dx%d, none cut off by what stands beside them',
    async (columns, rows) => {
      const model = modelOf(CLUSTERS, columns, rows);
      const ward = squeeze((await showRows({ ...model, mode: 'ward' })).join('\n'));
      // As many as the ward of a small screen has rows for.
      for (const [index, name] of CLUSTERS.slice(0, 10).entries())
        expect(ward).toContain(`${index + 1}${squeeze(name)}●live`);
      const [, strip = ''] = await showRows(model);
      for (const [index, name] of CLUSTERS.slice(0, 3).entries())
        expect(squeeze(strip)).toContain(`${index + 1}${name.split(' ')[0]}●`);
    },
  );

  test('are all shown of the selected patient, also when another was selected before', async () => {
    const model = modelOf(CLUSTERS, 80, 24);
    const terminal = new VirtualTerminal(80, 24);
    const { input, output } = terminal;
    const screen = openTerminal({ input, output, term: 'xterm-256color', colours: 256, unicode: true });
    for (const [index, name] of CLUSTERS.entries()) {
      screen.draw(view({ ...model, selected: index + 1 }));
      const [top = ''] = await terminal.lines();
      expect(squeeze(top)).toContain(`${index + 1}${squeeze(name)}`);
      expect(top).toMatch(/● LIVE .*14:03:22$/);
    }
    screen.close();
  });

  test('are cut as a whole where there is no room', async () => {
    for (const name of ['ก้ำ'.repeat(30), 'क्षि'.repeat(20), 'ဏ္ဍြွှေ့'.repeat(9)]) {
      const rows = await showRows(modelOf([name], 80, 24));
      const cut = /1(\S*)…/u.exec(squeeze(rows[1] ?? ''))?.[1] ?? '';
      const segments = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
      expect(cut.length).toBeGreaterThan(3);
      const lengths = segments.map((_, index) => segments.slice(0, index + 1).join(''));
      expect(lengths).toContain(cut);
    }
  });
});
