import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/core/keys/action.ts';
import { assessPatient } from '../../../src/reader/patient-status.ts';
import type { ReplayState } from '../../../src/reader/replay-player.ts';
import { exampleModel, exampleReplay, exampleSnapshot, NOW_MS, NOW_SECONDS } from '../example-model.ts';
import { play, playToTransition } from '../play.ts';

function commandOf(replay: ReplayState, action: Action, mode: 'patient' | 'event' = 'patient') {
  const { effects } = playToTransition(exampleModel(120, 40, { replay, mode }), action);
  return effects.flatMap((effect) => (effect.kind === 'replay' ? [effect.command] : []));
}

describe('the keys of time travel in a recording', () => {
  test.each([
    ['freeze', { kind: 'toggle' }],
    ['earlier', { kind: 'step', samples: -1 }],
    ['later', { kind: 'step', samples: 1 }],
    ['secondEarlier', { kind: 'seek', seconds: -1 }],
    ['secondLater', { kind: 'seek', seconds: 1 }],
    ['home', { kind: 'start' }],
    ['end', { kind: 'end' }],
    ['faster', { kind: 'speed', speed: 2 }],
    ['slower', { kind: 'speed', speed: 0.5 }],
  ] as const)('%s commands the player, and freezes no history', (action, command) => {
    expect(commandOf(exampleReplay(), action)).toEqual([command]);
    expect(play(exampleModel(120, 40, { replay: exampleReplay() }), action).history).toBe(null);
  });

  test.each([
    ['freeze', exampleReplay('ended')],
    ['later', exampleReplay('ended')],
    ['secondLater', exampleReplay('ended')],
    ['end', exampleReplay('ended')],
    ['earlier', exampleReplay('halted', { hasEarlier: false })],
    ['secondEarlier', exampleReplay('halted', { hasEarlier: false })],
    ['home', exampleReplay('halted', { hasEarlier: false })],
    ['faster', exampleReplay('halted')],
    ['faster', exampleReplay('playing', { speed: 1000 })],
    ['slower', exampleReplay('playing', { speed: 0.25 })],
    ['slower', exampleReplay('ended')],
  ] as const)('%s does nothing where it would change nothing', (action, replay) => {
    expect(commandOf(replay, action)).toEqual([]);
  });

  test('they do not act on the recording behind another screen', () => {
    expect(commandOf(exampleReplay(), 'earlier', 'event')).toEqual([]);
    expect(commandOf(exampleReplay(), 'freeze', 'event')).toEqual([]);
  });

  test('speed is kept within its bounds', () => {
    expect(commandOf(exampleReplay('playing', { speed: 800 }), 'faster')).toEqual([
      { kind: 'speed', speed: 1000 },
    ]);
    expect(commandOf(exampleReplay('playing', { speed: 0.3 }), 'slower')).toEqual([
      { kind: 'speed', speed: 0.25 },
    ]);
  });
});

test('ages go by the time of the recording, however long it is halted', () => {
  const snapshots = new Map([[2, exampleSnapshot(2)]]);
  const tick = (nowMs: number, recordedSeconds: number) =>
    ({ kind: 'ticked', nowMs, zoneOffsetMinutes: 60, recordedSeconds }) as const;
  const model = exampleModel(120, 40, { replay: exampleReplay('halted'), snapshots });
  const later = play(model, tick(NOW_MS + 3_600_000, NOW_SECONDS + 0.5));
  const status = assessPatient(later.snapshots.get(2) ?? null, later.nowMs);
  expect(status.nowSeconds).toBe(NOW_SECONDS + 0.5);
  expect(status.isLive).toBe(true);
});

test('older anomalies are read anew after the recording was taken back', () => {
  const older = { patient: 2, samples: [], isReading: false, isAll: true };
  const model = exampleModel(120, 40, { replay: exampleReplay('halted'), older });
  const read = (nowSeconds: number) =>
    play(model, { kind: 'patientRead', snapshot: exampleSnapshot(2, { nowSeconds, anomaliesStored: 0 }) });
  expect(read(NOW_SECONDS + 1).older).toBe(older);
  expect(read(NOW_SECONDS - 1).older).toBe(null);
});
