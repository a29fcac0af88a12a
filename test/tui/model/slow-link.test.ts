import { describe, expect, test } from 'vitest';
import type { TerminalLinkReport } from '../../../src/tui/link/terminal-link.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { chooseFeet, chooseTraces, findSecondsBehind, isSparing } from '../../../src/tui/model/slow-link.ts';
import { update } from '../../../src/tui/model/update.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { exampleModel, NOW_MS } from '../example-model.ts';
import { frameToText } from '../frame/frame-to-text.ts';

function makeReport(
  pictureAgeMs: number | null,
  changes: Partial<TerminalLinkReport> = {},
): TerminalLinkReport {
  const secondsBehind = (pictureAgeMs ?? 0) > 1000 ? Math.ceil((pictureAgeMs ?? 0) / 1000) : null;
  return {
    state: 'measured',
    roundTripMs: 30,
    bytesPerSecond: 2900,
    pictureAgeMs,
    secondsBehind,
    ...changes,
  };
}

/** Ticks every half second for so long. */
function tick(
  model: Model,
  seconds: number,
  pictureAgeMs: number | null,
  changes: Partial<TerminalLinkReport> = {},
): Model {
  let next = model;
  for (let elapsed = 0; elapsed < seconds; elapsed += 0.5) {
    const nowMs = next.nowMs + 500;
    next = update(next, {
      kind: 'ticked',
      nowMs,
      zoneOffsetMinutes: 60,
      terminal: makeReport(pictureAgeMs, changes),
    }).model;
  }
  return next;
}

const draw = (model: Model, isStatePending = false) =>
  frameToText(view(model, isStatePending), model.unicode).trimEnd().split('\n');

test('a picture is behind as the link says', () => {
  expect(findSecondsBehind(null)).toBeNull();
  expect(findSecondsBehind(makeReport(null))).toBeNull();
  expect(findSecondsBehind(makeReport(1000))).toBeNull();
  expect(findSecondsBehind(makeReport(2900))).toBe(3);
});

describe('the screen over a slow link', () => {
  const behind = exampleModel(120, 40, { terminal: makeReport(2900) });

  test('says how far behind it is in place of LIVE, on the top bar and in the strip', () => {
    const text = draw(behind);
    expect(text[0]).toContain('3 s BEHIND');
    expect(text.join('\n')).not.toMatch(/LIVE|●/);
  });

  test('says so in the ward, above and in each row', () => {
    const [top = '', ...rows] = draw({ ...behind, mode: 'ward' });
    expect(top).toContain('3 s BEHIND');
    expect(rows.join('\n')).toContain('behind');
    expect([top, ...rows].join('\n')).not.toMatch(/\blive\b/);
  });

  test('keeps other states: what is stale stays stale', () => {
    const stale = { ...behind, nowMs: NOW_MS + 60_000 };
    expect(draw(stale)[0]).toContain('STALE');
  });

  test.each(['patient', 'ward'] as const)(
    'has no word of state in a frame that takes long to arrive: %s',
    (mode) => {
      const text = draw({ ...behind, mode }, true).join('\n');
      expect(text).not.toMatch(/LIVE|BEHIND|STALE|live|behind/);
      expect(text).toContain('…');
    },
  );

  test.each([
    [makeReport(20), 'link <50 ms >2 kB/s'],
    [makeReport(20, { bytesPerSecond: 900 }), 'link <50 ms <1 kB/s'],
    [makeReport(20, { bytesPerSecond: 5e6 }), 'link <50 ms >100 kB/s'],
    [makeReport(null, { state: 'unknown', roundTripMs: null, bytesPerSecond: null }), 'link ?'],
  ])('has the round trip and the rate on the bottom bar', (terminal, text) => {
    expect(draw({ ...behind, terminal }).at(-1)).toContain(text);
  });

  test('says nothing of the link while the first answer is waited for, nor when it is not measured', () => {
    for (const terminal of [null, makeReport(null, { state: 'waiting', roundTripMs: null })]) {
      expect(draw({ ...behind, terminal }).at(-1)).not.toContain('link');
    }
  });
});

describe('the light mode', () => {
  const start = exampleModel(120, 40);

  test('begins by itself once pictures have been behind for 3 s, and says so', () => {
    const soon = tick(start, 3, 1200);
    expect([chooseTraces(soon), chooseFeet(soon)]).toEqual(['scroll', 'field']);
    const light = tick(soon, 0.5, 1200);
    expect([chooseTraces(light), chooseFeet(light)]).toEqual(['sweep', 'numbers']);
    expect(draw(light).at(-1)).toContain('light: slow link');
  });

  test('begins for pictures that say nothing of the state as well, as each of them is too large', () => {
    expect(isSparing(tick(start, 4, 1200, { secondsBehind: null }))).toBe(true);
  });

  test('does not begin for single pictures that are large', () => {
    let model = start;
    for (let round = 0; round < 10; round++) model = tick(tick(model, 2.5, 1200), 0.5, 300);
    expect(isSparing(model)).toBe(false);
  });

  test('ends after 30 s of pictures under 0.5 s, counted anew by a slower one', () => {
    const light = tick(start, 4, 1200);
    const almost = tick(light, 30, 499);
    expect(isSparing(almost)).toBe(true);
    expect(isSparing(tick(almost, 0.5, 499))).toBe(false);
    const slower = tick(tick(almost, 0.5, 500), 30, 499);
    expect(isSparing(slower)).toBe(true);
  });

  test('leaves what somebody chose by a flag or a key', () => {
    const chosen = tick(exampleModel(120, 40, { chosen: { traces: true, feet: false } }), 4, 1200);
    expect([chooseTraces(chosen), chooseFeet(chosen)]).toEqual(['scroll', 'numbers']);
    const toggled = update(chosen, { kind: 'acted', action: 'toggleFeet' }).model;
    expect([chooseTraces(toggled), chooseFeet(toggled)]).toEqual(['scroll', 'field']);
    expect(isSparing(toggled)).toBe(false);
    expect(draw(toggled).at(-1)).not.toContain('slow link');
  });
});
