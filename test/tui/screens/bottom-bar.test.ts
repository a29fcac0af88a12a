import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src/tui/model/model.ts';
import { drawBottomBar } from '../../../src/tui/screens/bottom-bar.ts';
import { makeContext } from '../../../src/tui/screens/view-context.ts';
import {
  exampleHealth,
  exampleModel,
  exampleReplay,
  exampleSnapshot,
  modelWithSnapshot,
  NOW_MS,
  NOW_SECONDS,
} from '../example-model.ts';
import { lineText } from '../frame/frame-to-text.ts';

function bottomBar(model: Model): string {
  const { columns, rows } = model.size;
  const rect = { x: 0, y: rows - 1, width: columns, height: 1 };
  return drawBottomBar(makeContext(model), rect).lines.map(lineText).join('\n');
}

function withHealth(changes: Parameters<typeof exampleHealth>[0]): Model {
  return modelWithSnapshot(120, 40, exampleSnapshot(2, { health: exampleHealth(changes) }));
}

test('shows as many key hints as fit, none of them cut', () => {
  expect(bottomBar(exampleModel(120, 40))).toMatch(/^ \? help {2}q quit /);
  for (let columns = 60; columns < 140; columns++) {
    const bar = bottomBar(exampleModel(columns, 24));
    expect(bar).toHaveLength(columns);
    expect(bar).not.toContain('…');
  }
});

test('tells in the first seconds where all keys are listed, but takes no room that a key needs', () => {
  for (const mode of ['patient', 'ward', 'event', 'distribution', 'help'] as const) {
    for (let columns = 60; columns <= 220; columns += 13) {
      const keys = (startedMs: number) => bottomBar(exampleModel(columns, 24, { mode, startedMs }));
      const [first, later] = [NOW_MS, NOW_MS - 60_000].map(keys);
      const others = /^ \? help (.*?) *api/.exec(later ?? '')?.[1];
      expect(first).toMatch(/^ \? (help|shows every key|shows every key and sign) /);
      expect(first).toContain(` ${others} `);
    }
  }
  expect(bottomBar(exampleModel(220, 24, { startedMs: NOW_MS }))).toMatch(/^ \? shows every key and sign /);
});

test('tells less of the links before it leaves out the keys of most use', () => {
  const terminal = {
    state: 'measured',
    roundTripMs: 180,
    bytesPerSecond: 2900,
    pictureAgeMs: 100,
    secondsBehind: null,
  } as const;
  const slow = { terminal, spared: { isLight: true, sinceMs: null } };
  for (const columns of [80, 100, 120, 200]) {
    const bar = bottomBar(exampleModel(columns, 24, slow));
    expect(bar, `${columns}`).toMatch(/Space freeze|light: slow link/);
    expect(bar).toMatch(/link <200 ms .*api ok.* redis ok/);
  }
  // The round trip and the rate are told where the keys leave room for them.
  expect(bottomBar(exampleModel(120, 24, { terminal }))).toMatch(/← earlier .* link <200 ms >2 kB\/s /);
  expect(bottomBar(exampleModel(200, 24, slow))).toMatch(/<20 ms .* <10 ms · wake-ups $/);
  expect(bottomBar(exampleModel(80, 24))).toMatch(/Space freeze +api ok {2}redis ok $/);
});

test('says that a key ended a freeze in as many words as fit', () => {
  const thawed = (columns: number) =>
    bottomBar(exampleModel(columns, 24, { thawed: { patient: 2, atMs: NOW_MS } }));
  expect(thawed(120)).toMatch(/^ the freeze of patient 2 ended /);
  const down = { state: 'down', reason: 'connection refused', sinceMs: NOW_MS - 12_000 } as const;
  const narrow = exampleModel(60, 24, { thawed: { patient: 2, atMs: NOW_MS }, link: down });
  expect(bottomBar(narrow)).toMatch(/^ (the freeze ended|unfrozen) /);
});

describe('keeping', () => {
  const withKeeping = (columns: number, keeping: Partial<Model['keeping']>) =>
    bottomBar(exampleModel(columns, 24, { keeping: { marks: [], typing: null, notice: null, ...keeping } }));
  const notice = (isBad: boolean, atMs: number | null = NOW_MS, text = 'kept a, 92.4 kB') =>
    ({ notice: { wordings: [`${text} of patient 2: 400 samples`, text], isBad, atMs } }) as const;

  test('is told for some seconds, in as many words as fit beside the links', () => {
    expect(withKeeping(120, notice(false))).toMatch(/^ kept a, 92\.4 kB of patient 2: 400 samples +api ok/);
    expect(withKeeping(60, notice(false))).toMatch(/^ kept a, 92\.4 kB +api ok/);
    expect(withKeeping(120, notice(false, NOW_MS - 9000))).toMatch(/^ \? help/);
    expect(withKeeping(120, notice(false, null))).toMatch(/^ kept a/);
  });

  test('says all of why it failed, also where that takes the room of the links', () => {
    const why = 'not kept: 2.06 MB needed, 49.1 MB of 50 MB used (keep.maxBytes)';
    expect(withKeeping(80, notice(true, NOW_MS, why))).toBe(` ${why}`.padEnd(80));
    expect(withKeeping(120, notice(true, NOW_MS, why))).toContain(`${why} of patient 2`);
  });

  test('asks for the word of a mark, whose end is seen however long it is', () => {
    const typing = { patient: 2, atSeconds: NOW_SECONDS, word: 'turn' };
    for (const columns of [60, 80, 120]) {
      const bar = withKeeping(columns, { typing });
      expect(bar).toMatch(/^ mark \d\d:\d\d:\d\d: turn_ {2}Enter set the mark {2}Esc none /);
      expect(bar).toHaveLength(columns);
    }
    const long = withKeeping(60, { typing: { ...typing, word: `${'x'.repeat(39)}Z` } });
    expect(long).toMatch(/xZ_ {2}Enter set the mark {2}Esc none +$/);
  });
});

describe('the notes of a kept walk that is played', () => {
  const played = (seconds: number, changes: Partial<Model> = {}) => {
    const samples = exampleSnapshot(2).samples.slice(0, 400);
    const first = samples[0]?.atSeconds ?? 0;
    const until = samples.filter(({ atSeconds }) => atSeconds <= first + seconds + 0.01);
    const snapshot = exampleSnapshot(2, { samples: until, oldestAtSeconds: first });
    const notes = { note: 'freezes at the door', marks: [{ atSeconds: first + 30, word: 'turn' }] };
    const model = modelWithSnapshot(120, 40, snapshot);
    return bottomBar({ ...model, replay: exampleReplay(), notes, ...changes });
  };

  test('are shown at its beginning, and each mark from its moment on for some seconds', () => {
    expect(played(1)).toMatch(/^ note: freezes at the door /);
    expect(played(10)).toMatch(/^ \? help /);
    expect(played(29)).toMatch(/^ \? help /);
    expect(played(31)).toMatch(/^ marked \d\d:\d\d:\d\d turn /);
    expect(played(36)).toMatch(/^ \? help /);
  });

  test('are hidden with the names, but for when there is a mark, and are not there live', () => {
    expect(played(1, { isPrivate: true })).toMatch(/^ \? help /);
    expect(played(31, { isPrivate: true })).toMatch(/^ marked \d\d:\d\d:\d\d {2,}/);
    expect(played(31, { replay: null })).toMatch(/^ \? help /);
  });
});

describe('the API', () => {
  test('shows the latency of an API that answers', () => {
    expect(bottomBar(exampleModel(120, 40))).toContain('api ok   <20 ms');
  });

  test('rounds the latency up to steps, so that the figure stands still', () => {
    const shown = (latencyMs: number) => /ok +(\S+) ms/.exec(bottomBar(withHealth({ latencyMs })))?.[1];
    expect([0, 0.9, 1, 1.9, 2, 5, 9, 10, 20, 49, 50, 999].map(shown)).toEqual(
      '<10 <10 <10 <10 <10 <10 <10 <20 <50 <50 <100 <1000'.split(' '),
    );
    expect([1e5, 1e300, Number.POSITIVE_INFINITY].map(shown)).toEqual(['>9999', '>9999', '>9999']);
  });

  test('tells why the API fails', () => {
    expect(bottomBar(withHealth({ state: 'failing', lastError: 'timeout' }))).toContain(
      'api failing: timeout',
    );
    expect(bottomBar(withHealth({ state: 'down', lastError: 'timeout' }))).toContain('api down: timeout');
  });

  test('tells that the cacher is silent instead of its last report on the API', () => {
    const bar = bottomBar(withHealth({ updatedAtSeconds: NOW_SECONDS - 41 }));
    expect(bar).toContain('cacher silent 41 s');
    expect(bar).not.toContain('api ok');
  });

  test('tells nothing of the API or the cacher while the store is down', () => {
    const link = { state: 'down', reason: 'timeout', sinceMs: NOW_MS - 41_000 } as const;
    const bar = bottomBar({ ...withHealth({ updatedAtSeconds: NOW_SECONDS - 41 }), link });
    expect(bar).toContain('api –  REDIS DOWN 41 s');
  });

  test('shows a dash when nothing is known of the API', () => {
    expect(bottomBar(modelWithSnapshot(120, 40, exampleSnapshot(2, { health: null })))).toContain('api –');
  });
});

describe('the store', () => {
  test('shows the latency of the store, and whether it wakes the screen or is polled', () => {
    expect(bottomBar(exampleModel(120, 40))).toContain('redis ok   <10 ms · wake-ups');
    const link = { state: 'answering', latencyMs: 112.34, wakes: false } as const;
    expect(bottomBar(exampleModel(120, 40, { link }))).toContain('redis ok  <200 ms · polling');
  });

  test('tells since when the store is down, and why', () => {
    const link = { state: 'down', reason: 'connection refused', sinceMs: NOW_MS - 12_000 } as const;
    expect(bottomBar(exampleModel(60, 20, { link }))).toContain('REDIS DOWN 12 s: connection refused');
  });
});

test('warns when the cacher’s clock is off by more than a second', () => {
  expect(bottomBar(withHealth({ clockOffsetMs: 3_200 }))).toContain('cacher clock 3.2 s ahead');
  expect(bottomBar(withHealth({ clockOffsetMs: -1_500 }))).toContain('cacher clock 1.5 s behind');
  expect(bottomBar(withHealth({ clockOffsetMs: 900 }))).not.toContain('cacher clock');
});

test('goes on to the short help hint after the first seconds', () => {
  const at = (ms: number) => {
    const model = exampleModel(220, 40);
    return bottomBar({ ...model, startedMs: model.nowMs - ms });
  };
  expect(at(1000)).toContain('? shows every key and sign');
  expect(at(16_000)).toContain('? help');
});
