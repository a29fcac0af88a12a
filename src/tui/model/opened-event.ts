import type { AnomalyEvent } from '../../core/events/anomaly-events.ts';
import { pollIntervalMs } from '../../core/freshness.ts';
import { selectedEvents } from './events.ts';
import type { Effect } from './message.ts';
import type { Model } from './model.ts';

/** What is shown around an event's start, and how much more is read, so that one can look on. */
export const EVENT_WINDOW_SECONDS = 5;
const READ_SECONDS = 30;
const MAX_READ = 1000;

/** Opens the event under the log's cursor. */
export function openEvent(model: Model): { readonly model: Model; readonly effects: readonly Effect[] } {
  const event = selectedEvents(model)[model.anomalyCursor];
  return event ? show(model, event, model.anomalyCursor) : { model, effects: [] };
}

/** To the event before, or after: in the log its cursor moves, in the event view the other one is shown. */
export function stepEvent(
  model: Model,
  rows: 1 | -1,
): { readonly model: Model; readonly effects: readonly Effect[] } {
  const nothing = { model, effects: [] };
  if (model.mode === 'patient')
    return { model: { ...model, anomalyCursor: model.anomalyCursor + rows }, effects: [] };
  if (model.mode !== 'event') return nothing;
  const event = selectedEvents(model)[model.anomalyCursor + rows];
  return event ? show(model, event, model.anomalyCursor + rows) : nothing;
}

/** A sample earlier or later than what is shown. */
export function shiftEvent(model: Model, samples: number): Model {
  const { event } = model;
  if (event === null) return model;
  const most = Math.floor(READ_SECONDS / 2 / assumeIntervalSeconds(model));
  const shift = Math.max(-most, Math.min(most, event.shift + samples));
  return { ...model, event: { ...event, shift } };
}

function show(model: Model, { patient, startSeconds }: AnomalyEvent, anomalyCursor: number) {
  const half = Math.min(MAX_READ, Math.ceil(READ_SECONDS / 2 / assumeIntervalSeconds(model)) + 10);
  const effect: Effect = {
    kind: 'readSamples',
    purpose: 'event',
    patient,
    list: 'samples',
    atSeconds: startSeconds,
    before: half,
    from: half,
  };
  const event = { patient, startSeconds, around: null, shift: 0 };
  return { model: { ...model, mode: 'event' as const, anomalyCursor, event }, effects: [effect] };
}

export function assumeIntervalSeconds(model: Model): number {
  const snapshot = model.selected === null ? undefined : model.snapshots.get(model.selected);
  return pollIntervalMs(snapshot?.health) / 1000;
}
