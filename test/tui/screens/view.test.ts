import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleReplay,
  modelWithSnapshot,
  readEarlier,
  sampleLessSnapshot,
  unseenSnapshot,
} from '../example-model.ts';
import {
  allFlagged,
  counted,
  downLink,
  downSnapshot,
  openFirstEvent,
  troubledWard,
} from '../example-screens.ts';
import { frameToText } from '../frame/frame-to-text.ts';
import { play, typeText } from '../play.ts';

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

describe('draws the screen as it was approved', () => {
  const screens: readonly (readonly [name: string, model: Model])[] = [
    ['live-60x20', exampleModel(60, 20)],
    ['live-80x24', exampleModel(80, 24)],
    ['live-120x40', exampleModel(120, 40)],
    ['live-200x60', exampleModel(200, 60)],
    ['live-80x24-ascii', exampleModel(80, 24, { unicode: false })],
    ['flagged-120x40', modelWithSnapshot(120, 40, allFlagged)],
    ['flagged-80x24-ascii', { ...modelWithSnapshot(80, 24, allFlagged), unicode: false }],
    ['stale-120x40', modelWithSnapshot(120, 40, readEarlier(eventfulSnapshot(), 41))],
    ['down-120x40', modelWithSnapshot(120, 40, downSnapshot)],
    ['replay-120x40', exampleModel(120, 40, { replay: exampleReplay() })],
    ['replay-ended-80x24', exampleModel(80, 24, { replay: exampleReplay('ended') })],
    ['no-sample-80x24', modelWithSnapshot(80, 24, sampleLessSnapshot(3))],
    ['never-seen-80x24', modelWithSnapshot(80, 24, unseenSnapshot(3))],
    [
      'store-down-120x40',
      {
        ...exampleModel(120, 40),
        snapshots: new Map([[2, readEarlier(eventfulSnapshot(), 12)]]),
        link: downLink,
      },
    ],
    ['nothing-stored-80x24', exampleModel(80, 24, { patients: [], selected: null, snapshots: new Map() })],
    ...SIZES.flatMap(([columns, rows]) => {
      const size = `${columns}x${rows}`;
      const snapshots = new Map(exampleModel(columns, rows).snapshots).set(2, eventfulSnapshot());
      const example = exampleModel(columns, rows, { snapshots });
      return [
        [`ward-${size}`, troubledWard(columns, rows)],
        [`event-${size}`, openFirstEvent(example)],
        [`distribution-${size}`, { ...example, mode: 'distribution', distribution: counted() }],
        [`frozen-${size}`, play(example, 'freeze', ...new Array(30).fill('earlier'))],
        [`enlarged-${size}`, play(example, 'nextPanel', 'nextPanel', 'nextPanel', 'enlarge')],
        [`long-time-${size}`, { ...example, pollsPerColumn: 4 }],
      ] as (readonly [string, Model])[];
    }),
    ['ward-80x24-ascii', troubledWard(80, 24, { unicode: false })],
    ['event-not-retained-120x40', openFirstEvent(exampleModel(120, 40), [])],
    ['ward-find-80x24', play(exampleModel(80, 24, { mode: 'ward' }), 'filter', ...typeText('el'))],
    ['help-120x40', exampleModel(120, 40, { mode: 'help' })],
    ['too-small', exampleModel(43, 12)],
  ];
  test.each(screens)('%s', async (name, model) => {
    await expect(frameToText(view(model), model.unicode)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

test('draws the same frame for the same model, whatever was drawn between', () => {
  const model = exampleModel(120, 40);
  const first = JSON.stringify(view(model));
  view(exampleModel(80, 24));
  expect(JSON.stringify(view(model))).toBe(first);
});
