import type { AnomalyEvent } from '../../core/events/anomaly-events.ts';
import type { Sample } from '../../core/sample.ts';
import type { SamplesQuery } from './effect.ts';
import { findEventWindow, findIntervalSeconds } from './event-window.ts';
import { listKnownEvents } from './events.ts';
import type { Model } from './model.ts';
import { type Transition, transitionTo } from './transition.ts';

/** Seconds that are read around the start, half of them before it, so that the window can be moved. */
const READ_SECONDS = 30;
/** Samples beyond half of those seconds, as not every poll comes in time. */
const SPARE_SAMPLES = 10;
const MAX_SAMPLES = 1000;

/** Opens the event under the cursor of the anomaly log. */
export function openEvent(model: Model): Transition {
  return openRow(model, model.anomalyCursor);
}

/** Goes to an older event (1) or a newer one (-1): the log moves its cursor, the event screen opens the other event. */
export function stepEvent(model: Model, rows: 1 | -1): Transition {
  const row = model.anomalyCursor + rows;
  if (model.mode === 'patient') return transitionTo({ ...model, anomalyCursor: row });
  return model.mode === 'event' ? openRow(model, row) : transitionTo(model);
}

/** Whether the table of the event screen can be moved to earlier (-1) or later samples (1). */
export function canShiftEvent(model: Model, samples: 1 | -1): boolean {
  return shiftEvent(model, samples) !== model;
}

/** Moves the table of the event screen by some samples, as far as there are any; at an end it gives the same model. */
export function shiftEvent(model: Model, samples: number): Model {
  const { event } = model;
  const window = findEventWindow(model);
  if (event === null || window === null) return model;
  const { first, count, columns, unshifted } = window;
  const moved = Math.max(0, Math.min(columns.length - count, first + samples));
  return moved === first ? model : { ...model, event: { ...event, shift: moved - unshifted } };
}

/** Shows the samples around the opened event, unless another one was opened in the meantime. */
export function receiveEventSamples(model: Model, query: SamplesQuery, samples: readonly Sample[]): Model {
  const { event } = model;
  if (event?.patient !== query.patient || event.startSeconds !== query.atSeconds) return model;
  return { ...model, event: { ...event, around: samples } };
}

function openRow(model: Model, row: number): Transition {
  const event = listKnownEvents(model)[row];
  return event ? show(model, event, row) : transitionTo(model);
}

function show(model: Model, { patient, startSeconds }: AnomalyEvent, anomalyCursor: number): Transition {
  const halfSamples = Math.ceil(READ_SECONDS / 2 / findIntervalSeconds(model)) + SPARE_SAMPLES;
  const count = Math.min(MAX_SAMPLES, halfSamples);
  const event = { patient, startSeconds, around: null, shift: 0 };
  return transitionTo(
    { ...model, mode: 'event', anomalyCursor, event },
    {
      kind: 'readSamples',
      query: {
        purpose: 'event',
        patient,
        list: 'samples',
        atSeconds: startSeconds,
        before: count,
        from: count,
      },
    },
  );
}
