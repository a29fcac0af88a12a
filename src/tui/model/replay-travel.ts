import type { TravelAction } from '../../core/keys/action.ts';
import type { ReplayCommand } from '../../reader/replay-player.ts';
import type { Model } from './model.ts';
import { type Transition, transitionTo } from './transition.ts';

const MIN_SPEED = 0.25;
const MAX_SPEED = 1000;

/** Moves through the recording that is played, which the keys of time travel halt. */
export function travelRecording(model: Model, action: TravelAction): Transition {
  if (model.replay === null || !canTravelRecording(model, action)) return transitionTo(model);
  return transitionTo(model, { kind: 'replay', command: chooseCommand(model.replay.speed, action) });
}

/** Whether an action changes what is shown of the recording; of its speed that is so only while it is played. */
export function canTravelRecording({ mode, replay }: Model, action: TravelAction): boolean {
  if (mode !== 'patient' || replay === null) return false;
  const { motion, hasEarlier, speed } = replay;
  switch (action) {
    case 'freeze':
    case 'later':
    case 'secondLater':
    case 'end':
      return motion !== 'ended';
    case 'earlier':
    case 'secondEarlier':
    case 'home':
      return hasEarlier;
    case 'faster':
      return motion === 'playing' && speed < MAX_SPEED;
    case 'slower':
      return motion === 'playing' && speed > MIN_SPEED;
  }
}

/** Sets the time of everything shown to an instant of the recording, Unix seconds; absent when none is played. */
export function setRecordedTime(model: Model, recordedSeconds: number | undefined): Model {
  if (recordedSeconds === undefined) return model;
  const snapshots = [...model.snapshots].map(
    ([patient, snapshot]) =>
      [patient, { ...snapshot, nowSeconds: recordedSeconds, readAtMs: model.nowMs }] as const,
  );
  return { ...model, snapshots: new Map(snapshots) };
}

function chooseCommand(speed: number, action: TravelAction): ReplayCommand {
  switch (action) {
    case 'freeze':
      return { kind: 'toggle' };
    case 'earlier':
      return { kind: 'step', samples: -1 };
    case 'later':
      return { kind: 'step', samples: 1 };
    case 'secondEarlier':
      return { kind: 'seek', seconds: -1 };
    case 'secondLater':
      return { kind: 'seek', seconds: 1 };
    case 'home':
      return { kind: 'start' };
    case 'end':
      return { kind: 'end' };
    case 'faster':
      return { kind: 'speed', speed: Math.min(MAX_SPEED, speed * 2) };
    case 'slower':
      return { kind: 'speed', speed: Math.max(MIN_SPEED, speed / 2) };
  }
}
