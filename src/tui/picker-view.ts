import { spanText } from '../core/clock-time.ts';
import type { PatientId } from '../core/patient.ts';
import { SENSORS } from '../core/sensors.ts';
import { firstVisible } from './anomaly-log.ts';
import { cutText } from './fit-line.ts';
import type { Rect, Span, TableBlock } from './frame.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';
import { makeBorder } from './panel-border.ts';
import { nameOf } from './patient-header.ts';
import { assessPatient, markState, type PatientNow, readingOf } from './patient-now.ts';
import { stripPatients } from './patient-strip.ts';
import type { ViewContext } from './view-context.ts';

const STATE_COLUMNS = 14;
const AGE_COLUMNS = 7;
const LONGEST_NAME = 40;
const BORDERS_AND_HEADER = 3;

/** Patients that the screen shows something of: those to follow, the selected one beside them. */
export function visiblePatients(model: Model): readonly PatientId[] {
  if (model.mode !== 'picker') return stripPatients(model);
  const layout = layOut(model.size);
  const patients = model.patients ?? [];
  return layout ? patients.slice(...pickerWindow(model, layout.body)) : [];
}

/** All patients as a table, to choose one. Only the rows around the cursor are made. */
export function drawPicker(context: ViewContext, rect: Rect): TableBlock {
  const { model, glyphs } = context;
  const patients = model.patients ?? [];
  const [first, end] = pickerWindow(model, rect);
  const widths = columnWidths(rect.width - 2, patients.at(-1) ?? 0);
  return {
    id: 'picker',
    kind: 'table',
    rect,
    border: makeBorder({ text: 'Patients', ink: 'title' }, [`${patients.length} patients`], rect.width),
    headers: [
      '  state',
      '#'.padStart((widths[1] ?? 1) - 1),
      'name',
      'age'.padStart(AGE_COLUMNS - 2),
      ...SENSORS.map(({ label }) => label.padStart(5)),
    ],
    columnWidths: widths,
    rows: patients.slice(first, end).map((patient, row) =>
      writeRow(context, patient, first + row === cursorOf(model)).map((span, column) => ({
        ...span,
        text: cutText(span.text, (widths[column] ?? 0) - (column > 3 ? 0 : 1), glyphs.ellipsis),
      })),
    ),
    selected: patients.length > 0 ? cursorOf(model) - first : null,
    empty: 'no patients in the store yet',
  };
}

function cursorOf(model: Model): number {
  return Math.max(0, Math.min((model.patients?.length ?? 0) - 1, model.pickerCursor));
}

function pickerWindow(model: Model, rect: Rect): [first: number, end: number] {
  const shown = Math.max(1, rect.height - BORDERS_AND_HEADER);
  const first = firstVisible(cursorOf(model), model.patients?.length ?? 0, shown);
  return [first, first + shown];
}

function columnWidths(innerColumns: number, highest: PatientId): number[] {
  const readingColumns = innerColumns >= 94 ? 7 : innerColumns >= 76 ? 6 : 5;
  const numberColumns = Math.max(4, String(highest).length + 2);
  const stateColumns = innerColumns >= 76 ? STATE_COLUMNS : 9;
  const fixed = stateColumns + numberColumns + AGE_COLUMNS + SENSORS.length * readingColumns;
  const nameColumns = Math.max(0, Math.min(LONGEST_NAME, innerColumns - fixed));
  return [stateColumns, numberColumns, nameColumns, AGE_COLUMNS, ...SENSORS.map(() => readingColumns)];
}

function writeRow(context: ViewContext, patient: PatientId, isSelected: boolean): Span[] {
  const { model, glyphs } = context;
  const feed = model.feeds.get(patient) ?? null;
  const now = assessPatient(feed, model.nowMs, model.replay !== null);
  const { sign, word, tone } = markState(now.state, glyphs);
  const width = Math.max(3, String(model.patients?.at(-1) ?? 0).length + 1);
  return [
    { text: `${isSelected ? glyphs.cursor : ' '}${sign} ${word}`, ink: tone },
    { text: String(patient).padStart(width), ink: 'bright' },
    { text: nameOf(feed?.profile ?? null, context), ink: now.isLive ? 'bright' : 'dim' },
    { text: (now.ageSeconds === null ? glyphs.dash : spanText(now.ageSeconds)).padStart(5), ink: 'dim' },
    ...SENSORS.map(({ id }) => writeCell(now, id, glyphs.dash)),
  ];
}

function writeCell(now: PatientNow, sensorId: number, dash: string): Span {
  const reading = readingOf(now, sensorId);
  if (!reading) return { text: dash.padStart(5), ink: 'dim' };
  const text = `${reading.anomaly ? '!' : ''}${reading.value}`.padStart(5);
  if (!now.isLive) return { text, ink: 'dim' };
  return { text, ink: reading.anomaly ? 'alarm' : 'normal' };
}
