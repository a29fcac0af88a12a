import { describe, expect, test } from 'vitest';
import { makeSample, pollWalk } from '../../../bench/recorded-walk.ts';
import { GAITS, makeWalk } from '../../../bench/synthetic-walk.ts';
import { classifyGait } from '../../../src/core/gait/gait-state.ts';
import { isMirroredRun } from '../../../src/core/gait/mirrored-run.ts';
import { fitOscillation } from '../../../src/core/gait/oscillation.ts';
import { collectWindow } from '../../../src/core/gait/sample-window.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import type { Insole } from '../../../src/core/insole/insole.ts';
import { seededRandom } from '../../../src/core/random.ts';

test('who walks fast on the forefoot, the heel hardly loaded, walks', () => {
  const [gait] = GAITS.filter(({ name }) => name === 'on the forefoot');
  if (gait === undefined) throw new Error('no such gait');
  const walk = makeWalk({ ...gait, strideSeconds: 0.9 }, 3);
  for (const jitter of [0, 0.2]) {
    const samples = pollWalk(walk, { intervalSeconds: 0.3, missing: 0.1, jitter }, seededRandom(5));
    for (const count of [40, 100, 200, 300])
      expect(classifyGait(collectWindow(samples.slice(0, count))).state).toBe('walking');
  }
});

describe('strides of 1.2 Hz', () => {
  const HERTZ = 1.2;

  /** Judges a foot whose heel bears some strides before its front, and the other foot half a stride later. */
  function judge(
    heelLead: number,
    times: readonly number[],
    insole: Insole = SIX,
    hertz = HERTZ,
    { explained = Number.NaN, trackedHertz = HERTZ } = {},
  ) {
    const wave = (cycles: number) => Math.round(500 + 400 * Math.cos(2 * Math.PI * cycles));
    const evidence = collectWindow(
      times.map((at) =>
        makeSample(
          at,
          SIX.sensors.map(({ side, region }) =>
            wave(hertz * at - (side === 'left' ? 0 : 0.5) + (region === 'heel' ? heelLead : 0)),
          ),
        ),
      ),
      insole,
    );
    const difference = evidence.times.map((at) => Math.cos(2 * Math.PI * hertz * at));
    const phases = evidence.times.map((at) => HERTZ * at);
    const strides = {
      difference,
      phases,
      explained: Number.isNaN(explained) ? fitOscillation(difference, phases).explained : explained,
      hertz: trackedHertz,
    };
    return isMirroredRun(evidence, strides, 0.3);
  }

  const regular = Array.from({ length: 22 }, (_, poll) => 0.3 * poll);
  const random = seededRandom(3);
  const irregular = regular.map((at) => at + 0.12 * random());

  test('are those of a run where the heel bears less than a twentieth of a stride before the front', () => {
    expect([-0.25, 0.04, 0.06, 0.25].map((lead) => judge(lead, regular))).toEqual([true, true, false, false]);
  });

  test('are those of a run by less than 0.15 too, where faster strides fit the instants better', () => {
    const run = 1 / 0.3 - HERTZ;
    expect([0.06, 0.25].map((lead) => judge(lead, irregular))).toEqual([false, false]);
    // Of strides that go the other way in time, the heel seems to bear first when it bears last.
    expect([-0.1, -0.4].map((lead) => judge(lead, irregular, SIX, run))).toEqual([true, false]);
  });

  test('are those of a run by less than 0.1 where they explain less than 80 %, whatever their pace', () => {
    // Of strides of 0.6 Hz no run of up to 288 steps a minute is the mirror image.
    const judgeSlow = (lead: number, explained: number) =>
      judge(lead, regular, SIX, HERTZ, { explained, trackedHertz: 0.6 });
    expect([-0.2, 0.09, 0.11].map((lead) => judgeSlow(lead, 0.79))).toEqual([true, true, false]);
    expect([-0.2, 0.09, 0.11].map((lead) => judgeSlow(lead, 0.81))).toEqual([false, false, false]);
    const judgeMirror = (lead: number) => judge(lead, irregular, SIX, HERTZ, { explained: 0.79 });
    expect([0.06, 0.09, 0.11].map(judgeMirror)).toEqual([true, true, false]);
  });

  test('are those of a run where they explain too little and no heel shows when it bears, if the insole has one', () => {
    const judgeFlat = (insole: Insole) => {
      const evidence = collectWindow(
        regular.map((at) =>
          makeSample(
            at,
            [0, 1, 2, 3, 4, 5].map(() => 500),
          ),
        ),
        insole,
      );
      const difference = evidence.times.map((at) => Math.cos(2 * Math.PI * HERTZ * at));
      const phases = evidence.times.map((at) => HERTZ * at);
      return isMirroredRun(evidence, { difference, phases, explained: 0.7, hertz: 0.6 }, 0.3);
    };
    expect(judgeFlat(SIX)).toBe(true);
    expect(judgeFlat({ ...SIX, sensors: SIX.sensors.filter(({ region }) => region !== 'heel') })).toBe(false);
  });

  test('are those of a walk where polls are close enough for the fastest run', () => {
    const times = regular.map((at) => at * 0.9);
    const wave = Float64Array.from(times, (at) => Math.cos(2 * Math.PI * HERTZ * at));
    const evidence = collectWindow(times.map((at, index) => makeSample(at, Array(6).fill(index))));
    const strides = {
      difference: wave,
      phases: Float64Array.from(times, (at) => HERTZ * at),
      explained: 0.9,
      hertz: HERTZ,
    };
    expect(isMirroredRun(evidence, strides, 1 / (HERTZ + 2.41))).toBe(false);
  });

  test('are told by the instants alone where an insole has nothing under the heel', () => {
    const sensors = SIX.sensors.filter(({ region }) => region !== 'heel');
    const front = { ...SIX, sensors };
    expect(judge(0, regular, front)).toBe(false);
    expect(judge(0, irregular, front)).toBe(false);
    expect(judge(0, irregular, front, 1 / 0.3 - HERTZ)).toBe(true);
  });
});
