import type { AnomalyEvent } from '../../core/events/anomaly-events.ts';
import { pollIntervalMs } from '../../core/freshness.ts';
import { SIX } from '../../core/insole/built-in-insoles.ts';
import { countReadingColumns, type Insole } from '../../core/insole/insole.ts';
import type { Sample } from '../../core/sample.ts';
import { cellWidth } from '../frame/cell-width.ts';
import { countMissed } from '../frame/trace-columns.ts';
import { listKnownEvents, listOlderAnomalies } from './events.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';
import { findSampleIndex } from './time-travel.ts';

/** Seconds from the start of an event whose readings its screen shows as numbers when it is opened, where they fit. */
const EVENT_WINDOW_SECONDS = 5;
/** The mark of a flag and a space before a reading, and a space after it. */
const BESIDE_READING_COLUMNS = 3;
const MIN_DIGITS = 4;
const BORDERS = 2;
const MARGIN_COLUMNS = 2;
/** The widths of the sensors' labels, by the columns of the screen. */
const LABELS = [
  { from: 128, columns: 22 },
  { from: 100, columns: 12 },
];
const SHORT_LABEL_COLUMNS = 4;
/** More missed polls than this in a row are not drawn. */
const MAX_MISSED_COLUMNS = 20;

/** A column of the table of readings. */
export interface EventColumn {
  /** Seconds after the event's start; negative before it. */
  readonly offsetSeconds: number;
  /** Null where a poll was missed. */
  readonly sample: Sample | null;
}

/** What the event screen knows of the seconds around its event, and which part of them is in its table. */
export interface EventWindow {
  readonly event: AnomalyEvent;
  /** Whether all samples around the start are still stored, or only those that are kept for ever. */
  readonly isRetained: boolean;
  /** All samples that are known around the event, oldest first. */
  readonly samples: readonly Sample[];
  /** All columns that the table could show. */
  readonly columns: readonly EventColumn[];
  /** The first column shown. */
  readonly first: number;
  /** How many columns are shown. */
  readonly count: number;
  /** Where the first column would be without any shift. */
  readonly unshifted: number;
}

/** Finds the event that is opened; null when it is no longer known. */
export function findOpenedEvent(model: Model): AnomalyEvent | null {
  return (
    listKnownEvents(model).find(({ startSeconds }) => startSeconds === model.event?.startSeconds) ?? null
  );
}

/** Works out the table of the opened event; null as long as its samples are not read. */
export function findEventWindow(model: Model): EventWindow | null {
  const event = findOpenedEvent(model);
  const { around = null, shift = 0 } = model.event ?? {};
  if (event === null || around === null) return null;
  const isRetained = around.some(({ atSeconds }) => atSeconds === event.startSeconds);
  const samples = isRetained ? around : listFlaggedAround(model, event);
  const columns = placeColumns(samples, event.startSeconds, findIntervalSeconds(model));
  const count = Math.min(columns.length, countEventColumns(model));
  const start = columns.findIndex(({ offsetSeconds }) => offsetSeconds >= 0);
  const unshifted = start - Math.floor(count / 2);
  const first = Math.max(0, Math.min(columns.length - count, unshifted + shift));
  return { event, isRetained, samples, columns, first, count, unshifted };
}

/** The polling interval of the selected patient, or the usual one as long as it is not known. */
export function findIntervalSeconds(model: Model): number {
  const snapshot = model.selected === null ? undefined : model.snapshots.get(model.selected);
  return pollIntervalMs(snapshot?.health) / 1000;
}

/** The width of the sensors' labels in an event screen with `columns` cells inside its border. */
export function chooseEventLabelColumns(columns: number, { sensors }: Insole): number {
  const longest = Math.max(0, ...sensors.map(({ label }) => cellWidth(label)));
  const usual = LABELS.find(({ from }) => columns >= from)?.columns ?? SHORT_LABEL_COLUMNS;
  return Math.max(usual, longest + MARGIN_COLUMNS);
}

/** The width of a reading in the table, with its mark and a space after it: seven cells for an insole of four digits or fewer. */
export function countEventCells(insole: Insole): number {
  return BESIDE_READING_COLUMNS + Math.max(MIN_DIGITS, countReadingColumns(insole));
}

/** What the selected patient wears, or the original's as long as it is not known. */
function findInsole(model: Model): Insole {
  const snapshot = model.selected === null ? undefined : model.snapshots.get(model.selected);
  return snapshot?.insole ?? SIX;
}

/** How many readings of a sensor the table shows: those of its seconds, as far as they fit. */
function countEventColumns(model: Model): number {
  const columns = (layOut(model.size)?.body.width ?? 0) - BORDERS;
  const room = columns - chooseEventLabelColumns(columns, findInsole(model)) - MARGIN_COLUMNS;
  const wanted = Math.floor(EVENT_WINDOW_SECONDS / findIntervalSeconds(model)) + 1;
  return Math.max(0, Math.min(Math.floor(room / countEventCells(findInsole(model))), wanted));
}

/** The samples of the anomaly list around an event, which are kept for ever. */
function listFlaggedAround(model: Model, { startSeconds, endSeconds }: AnomalyEvent): readonly Sample[] {
  const snapshot = model.selected === null ? undefined : model.snapshots.get(model.selected);
  const flagged = [...listOlderAnomalies(model), ...(snapshot?.anomalies ?? [])];
  return flagged.slice(
    Math.max(0, findSampleIndex(flagged, startSeconds - EVENT_WINDOW_SECONDS) + 1),
    findSampleIndex(flagged, endSeconds + EVENT_WINDOW_SECONDS) + 1,
  );
}

function placeColumns(
  samples: readonly Sample[],
  startSeconds: number,
  intervalSeconds: number,
): readonly EventColumn[] {
  const list: EventColumn[] = [];
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    const missed = before
      ? Math.min(MAX_MISSED_COLUMNS, countMissed(before.atSeconds, sample.atSeconds, intervalSeconds))
      : 0;
    for (let gap = 1; gap <= missed && before; gap++) {
      list.push({ offsetSeconds: before.atSeconds + gap * intervalSeconds - startSeconds, sample: null });
    }
    list.push({ offsetSeconds: sample.atSeconds - startSeconds, sample });
  }
  return list;
}
