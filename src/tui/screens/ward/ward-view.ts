import { pollIntervalMs } from '../../../core/freshness.ts';
import { computeFigures, type GaitFigures } from '../../../core/gait/gait-figures.ts';
import { describeReason } from '../../../core/gait/reason-words.ts';
import { SIX } from '../../../core/insole/built-in-insoles.ts';
import { createScaler } from '../../../core/insole/full-scale.ts';
import { type Side, selectSensors } from '../../../core/insole/insole.ts';
import { memoize } from '../../../core/memoize.ts';
import type { PatientId } from '../../../core/patient.ts';
import type { FlagMark } from '../../../core/sample.ts';
import { formatClockTime, formatSpan } from '../../../core/time/clock-time.ts';
import { assessPatient, markNow, type PatientStatus } from '../../../reader/patient-status.ts';
import { type StoreInstant, storeNowSeconds, type TimedSnapshot } from '../../../reader/timed-snapshot.ts';
import { drawTrace, type TraceStyle } from '../../frame/draw-trace.ts';
import { addBackground, cutLine, joinSides, lineWidth, padText } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { FIRST_NEWEST_COLUMN, makeMeanColumns } from '../../frame/trace-columns.ts';
import type { Layout } from '../../model/layout.ts';
import type { Model, TracedSnapshot } from '../../model/model.ts';
import { findSecondsBehind } from '../../model/slow-link.ts';
import { assessSummary, countNewAnomalies, markNewAnomalies, resolveSort } from '../../model/ward.ts';
import { fitRowHeight, listWardRows, placeWard } from '../../model/ward-rows.ts';
import { writeName } from '../person-name.ts';
import { addClaim, claimState, markShownState } from '../state-mark.ts';
import type { ViewContext } from '../view-context.ts';
import {
  AGE_COLUMNS,
  CADENCE_COLUMNS,
  chooseColumns,
  LOAD_COLUMNS,
  MARK_COLUMNS,
  NEW_ANOMALIES_COLUMNS,
  STATE_COLUMNS,
  type WardColumns,
} from './ward-columns.ts';

const MAX_NEW_ANOMALIES = 9999;
/** Ages below this are usual between two polls. */
const MIN_SHOWN_AGE_SECONDS = 1;

/** The ward screen: a row for each patient, in the ward's order. Only rows on the screen are drawn. */
export function drawWard(context: ViewContext, layout: Layout): TextBlock {
  const { model } = context;
  const rect = placeWard(layout);
  const columns = chooseColumns(context, rect.width - 2);
  const height = fitRowHeight(model, layout);
  const rows = listWardRows(model, layout).flatMap((patient) => writeRow(context, patient, columns, height));
  return {
    id: 'ward',
    kind: 'text',
    rect,
    border: makeBorder({ text: 'Ward', foreground: 'title' }, describeOrder(context), rect.width),
    lines: [writeHeader(columns), ...(rows.length === 0 ? [writeNoMatch(model)] : rows)],
  };
}

/** The ward's top bar: how many patients are in which state, and the time. */
export function drawWardBar(context: ViewContext, rect: Rect): TextBlock {
  const { model, glyphs } = context;
  const counts = new Map<PatientStatus['state'], number>();
  for (const patient of model.patients ?? []) {
    const { state } = assessRow(context, patient);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const states = (['down', 'stale', 'live', 'unknown', 'unread'] as const).flatMap((state): Line => {
    const count = counts.get(state) ?? 0;
    const { sign, word, role } = markShownState(state, context);
    const text = `${sign} ${count} ${word}   `;
    return count === 0 ? [] : addClaim([{ text, foreground: role }], claimState('ward', state, context));
  });
  const behind = findSecondsBehind(model.terminal);
  const link: Line = behind === null ? [] : [{ text: `${behind} s BEHIND   `, foreground: 'warn' }];
  const shown: Line = context.isStatePending
    ? [{ text: glyphs.ellipsis, foreground: 'dim' }]
    : [...link, ...states];
  const nowSeconds = storeNow(model);
  const clock = nowSeconds === null ? glyphs.dash : formatClockTime(nowSeconds, model.zoneOffsetMinutes);
  const line = joinSides(
    [{ text: ' ' }, { text: 'footwatch', foreground: 'title' }, { text: '  ' }, ...shown],
    [{ text: ` ${clock.padStart(8)} `, foreground: 'dim', comesFirst: true }],
    rect.width,
    glyphs.ellipsis,
  );
  return { id: 'top-bar', kind: 'text', rect, lines: [addBackground(line, 'bar')] };
}

function writeHeader({ number, name, trace, hasFigures }: WardColumns): Line {
  const [left, right] = trace < 'right'.length ? ['L', 'R'] : ['left', 'right'];
  const text = [
    ' '.repeat(MARK_COLUMNS),
    '#'.padStart(number - 1).padEnd(number),
    'patient'.padEnd(name),
    'state'.padEnd(STATE_COLUMNS),
    '  age'.padEnd(AGE_COLUMNS),
    left.slice(0, trace).padEnd(trace + 1),
    right.slice(0, trace).padEnd(trace + 2),
    ...(hasFigures ? ['steps/min'.padEnd(CADENCE_COLUMNS), ' L|R %'.padEnd(LOAD_COLUMNS)] : []),
    'samples!'.padStart(NEW_ANOMALIES_COLUMNS),
  ];
  return [{ text: text.join(''), foreground: 'dim' }];
}

function writeRow(context: ViewContext, patient: PatientId, columns: WardColumns, height: number): Line[] {
  const { model, glyphs } = context;
  const snapshot = model.snapshots.get(patient) ?? null;
  const { state, ageSeconds, isLive } = assessRow(context, patient);
  const newAnomalies = countNewAnomalies(model.ward, patient);
  const newMark = markNewAnomalies(model.ward, patient);
  const attention = state === 'down' || state === 'stale' ? '!' : newMark;
  const { sign, word, role } = markShownState(state, context);
  const isSelected = patient === model.ward.cursor;
  const mark = markNow({ isLive, newest: snapshot?.samples.at(-1) ?? null });
  const profile = snapshot?.profile ?? model.ward.summaries.get(patient)?.profile ?? null;
  const figures = columns.hasFigures ? writeFigures(snapshot, isLive, glyphs.dash) : [];
  const before: Line = [
    { text: isSelected ? glyphs.cursor : ' ', foreground: 'bright' },
    { text: attention.padEnd(MARK_COLUMNS - 1), foreground: attention === '!' ? 'warn' : 'normal' },
    { text: `${String(patient).padStart(columns.number - 1)} `, foreground: 'bright' },
    {
      text: padText(writeName(profile, context), columns.name - 1, glyphs.ellipsis),
      foreground: isLive ? 'bright' : 'dim',
    },
    { text: ' ' },
    ...addClaim(
      [{ text: `${sign} ${word}`.padEnd(STATE_COLUMNS), foreground: role }],
      claimState(patient, state, context),
    ),
    {
      text: writeAge(ageSeconds, isLive, glyphs.dash).padStart(5).padEnd(AGE_COLUMNS),
      foreground: isLive || state === 'unread' ? 'dim' : role,
    },
  ];
  const after: Line = [
    { text: mark === '' ? ' ' : mark, foreground: mark === '' ? 'dim' : 'alarm' },
    { text: ' ' },
    ...figures,
    writeNewAnomalies(newAnomalies, newMark, glyphs.dash),
  ];
  const left = writeTrace(context, snapshot, isLive, 'left', columns.trace, height);
  const right = writeTrace(context, snapshot, isLive, 'right', columns.trace, height);
  const blank: Span = { text: ' '.repeat(lineWidth(before)) };
  return Array.from({ length: height }, (_, row) => {
    const traces: Line = [...(left[row] ?? []), { text: ' ' }, ...(right[row] ?? [])];
    const line = row === 0 ? [...before, ...traces, ...after] : [blank, ...traces];
    const fitted = cutLine(line, columns.inner, glyphs.ellipsis);
    if (!isSelected) return fitted;
    const rest: Span = { text: ' '.repeat(Math.max(0, columns.inner - lineWidth(fitted))) };
    return addBackground([...fitted, rest], 'selected');
  });
}

/** The age of the newest sample. A live patient's tenths of a second would only flicker: they are `now`. */
function writeAge(ageSeconds: number | null, isLive: boolean, dash: string): string {
  if (ageSeconds === null) return dash;
  return isLive && ageSeconds < MIN_SHOWN_AGE_SECONDS
    ? 'now'
    : formatSpan(Math.floor(ageSeconds)).replace('.0', '');
}

/** How many anomalous samples are new. They are not grouped into events, as only the lists' lengths are read. */
function writeNewAnomalies(count: number | null, mark: FlagMark, dash: string): Span {
  if (count === null) return { text: dash.padStart(NEW_ANOMALIES_COLUMNS), foreground: 'dim' };
  const text = `${mark === '~' ? '~ ' : ''}+${Math.min(count, MAX_NEW_ANOMALIES)}`.padStart(
    NEW_ANOMALIES_COLUMNS,
  );
  return { text, foreground: mark === '' ? 'dim' : mark === '!' ? 'warn' : 'normal' };
}

function writeFigures(snapshot: TimedSnapshot | null, isLive: boolean, dash: string): Line {
  const figures =
    isLive && snapshot && snapshot.samples.length > 1
      ? computeFigures(snapshot.samples, snapshot.insole)
      : null;
  const cadence = writeCadence(figures, dash);
  const left = figures?.load ? Math.round(figures.load.left * 100) : null;
  const load = left === null ? dash.padStart(4) : `${String(left).padStart(3)}|${100 - left}`;
  return [
    { text: cadence.padEnd(CADENCE_COLUMNS), foreground: figures ? 'normal' : 'dim' },
    { text: load.padEnd(LOAD_COLUMNS), foreground: figures ? 'normal' : 'dim' },
  ];
}

/** Steps a minute, or what is known in their place. */
function writeCadence(figures: GaitFigures | null, dash: string): string {
  if (figures?.state === 'standing') return 'standing';
  if (figures?.state === 'unknown') return describeReason(figures.reason).brief ?? dash.padStart(5);
  return (figures?.cadence == null ? dash : String(Math.round(figures.cadence))).padStart(5);
}

/** The trace of a foot: the mean of its readings, with a dot column for each poll. */
function writeTrace(
  { model, unicode }: ViewContext,
  snapshot: TracedSnapshot | null,
  isLive: boolean,
  side: Side,
  cells: number,
  rows: number,
): readonly Line[] {
  if (cells <= 0) return [];
  const shape = { side, cells, rows, unicode, motion: model.traces, isOld: !isLive };
  if (snapshot === null) return drawSide(null, shape);
  const drawn = listDrawn(snapshot);
  const name = Object.values(shape).join();
  const lines = drawn.get(name) ?? drawSide(snapshot, shape);
  drawn.set(name, lines);
  return lines;
}

/** What was drawn of a snapshot: most frames of a ward show the same ones as the frame before. */
const listDrawn = memoize((_: TracedSnapshot) => new Map<string, readonly Line[]>());

interface TraceShape extends Pick<TraceStyle, 'unicode' | 'motion' | 'isOld'> {
  readonly side: Side;
  readonly cells: number;
  readonly rows: number;
}

function drawSide(snapshot: TracedSnapshot | null, { side, cells, rows, ...style }: TraceShape): Line[] {
  const samples = snapshot?.samples ?? [];
  const insole = snapshot?.insole ?? SIX;
  const ids = selectSensors(insole, side).map(({ id }) => id);
  const intervalMs = pollIntervalMs(snapshot?.health);
  const mean = makeMeanColumns(samples.length < 2 ? [] : samples, ids, intervalMs, 2 * cells);
  const scale = createScaler(insole);
  const columns = mean.columns.map((reading) => (reading === null ? null : scale(reading)));
  const newestColumn = snapshot?.newestColumn ?? FIRST_NEWEST_COLUMN;
  const lines = drawTrace({ ...mean, columns, rows }, cells, { ...style, newestColumn });
  return lines.map((line) => [...line, { text: ' '.repeat(Math.max(0, cells - lineWidth(line))) }]);
}

interface RowState {
  readonly state: PatientStatus['state'];
  readonly ageSeconds: number | null;
  readonly isLive: boolean;
}

/** Assesses a patient by whichever was read last, its samples or its summary. */
function assessRow({ model }: ViewContext, patient: PatientId): RowState {
  const snapshot = model.snapshots.get(patient);
  const summary = model.ward.summaries.get(patient);
  if (snapshot && (!summary || snapshot.readAtMs >= summary.readAtMs))
    return assessPatient(snapshot, model.nowMs);
  if (!summary) return { state: 'unread', ageSeconds: null, isLive: false };
  const { state, ageSeconds } = assessSummary(summary, model.nowMs);
  return { state, ageSeconds, isLive: state === 'live' };
}

function describeOrder({ model, glyphs }: ViewContext): string[] {
  const { order, filter, isTyping } = model.ward;
  const all = model.patients?.length ?? 0;
  const count = filter === '' ? `${all} ${all === 1 ? 'patient' : 'patients'}` : `${order.length} of ${all}`;
  const sorted = `by ${resolveSort(model)}`;
  if (isTyping)
    return [
      `find: ${filter}_ ${glyphs.separator} Enter keeps ${glyphs.separator} Esc clears`,
      `find: ${filter}_`,
    ];
  const found = filter === '' ? '' : ` ${glyphs.separator} "${filter}", Esc shows all`;
  return [`${count} ${glyphs.separator} ${sorted}${found}`, `${count} ${glyphs.separator} ${sorted}`, count];
}

function writeNoMatch({ ward, isPrivate }: Model): Line {
  const why = isPrivate ? 'names are hidden: find by number' : `nobody is called "${ward.filter}"`;
  return [{ text: ` ${why}; Esc shows all`, foreground: 'dim' }];
}

/** The store's time now in Unix seconds, by the newest summary; null before the first one. */
function storeNow({ ward, nowMs }: Model): number | null {
  const { newest } = findNewestSummary(ward.summaries);
  return newest && storeNowSeconds(newest, nowMs);
}

const findNewestSummary = memoize((summaries: Model['ward']['summaries']) => {
  let newest: StoreInstant | null = null;
  for (const summary of summaries.values()) {
    if (newest === null || summary.readAtMs > newest.readAtMs) newest = summary;
  }
  return { newest };
});
