import { ASSUMED_INTERVAL_MS } from '../../core/freshness.ts';
import { WINDOW_SECONDS } from '../../core/gait/sample-window.ts';
import { CURVE_SECONDS } from '../../core/stride-curve/stride-curves.ts';
import type { Rect, ScreenSize } from '../frame/frame.ts';
import type { PanelName } from './model.ts';

/** The smallest screen on which every panel is readable. */
export const MIN_SIZE: ScreenSize = { columns: 60, rows: 20 };

/** How many polls share a dot column of the traces on the longest time axis. */
export const MAX_POLLS_PER_COLUMN = 16;

/** Where everything on the screen is, in cells. Rectangles include their borders. */
export interface Layout {
  readonly topBar: Rect;
  readonly strip: Rect;
  /** Everything between the strip and the bottom bar: the panels, or another screen in their place. */
  readonly body: Rect;
  readonly leftTraces: Rect;
  readonly rightTraces: Rect;
  readonly pressure: Rect;
  readonly load: Rect;
  /** The mean stride: beside the anomalies, or, on lower screens, in their place while it has the focus. */
  readonly stride: Rect;
  readonly anomalies: Rect;
  /** Whether the mean stride and the anomalies take turns. */
  readonly isShared: boolean;
  readonly bottomBar: Rect;
  /** Height of each of the six traces. */
  readonly traceRows: number;
  /** Width of the labels and readings beside a trace. */
  readonly gutterWidth: number;
}

/** How many times as long as wide a foot is drawn. */
export const FOOT_LENGTH_TO_WIDTH = 2.4;

/** `L1 ! 1023` and a space. */
const NARROW_GUTTER_COLUMNS = 10;
/** How often the mean stride is computed anew. */
export const CURVE_STEP_SECONDS = 10;
/** How often it is in the light mode. */
export const MAX_CURVE_STEP_SECONDS = 30;

const BORDERS = 2;
const BARS = 3;
/** From this height on the mean stride is beside the anomalies; below it the feet go down there. */
const TALL_ROWS = 36;
const MIN_RIGHT_COLUMNS = 26;
/** The columns that the gait figures take: in words on wide screens, abbreviated on narrower ones. */
const GAIT_COLUMNS = [
  { from: 110, columns: 40 },
  { from: 80, columns: 31 },
];

/** Lays out the patient screen; null when the terminal is too small for it. */
export function layOut({ columns, rows }: ScreenSize): Layout | null {
  if (columns < MIN_SIZE.columns || rows < MIN_SIZE.rows) return null;
  const bodyRows = rows - BARS;
  const isTall = rows >= TALL_ROWS;
  const minAnomalyRows = Math.max(isTall ? 8 : 5, Math.floor(bodyRows * 0.18));
  const traceRows = Math.max(1, Math.floor((bodyRows - minAnomalyRows - 2 * BORDERS) / 6));
  const panelRows = 3 * traceRows + BORDERS;
  const rightRows = isTall ? 2 * panelRows : bodyRows;
  const gaitRows = chooseGaitRows(rightRows);
  const rightColumns = chooseRightColumns(columns, rightRows - gaitRows);
  const leftColumns = columns - rightColumns;
  const top = 2;
  const anomalyTop = top + 2 * panelRows;
  const anomalies: Rect = { x: 0, y: anomalyTop, width: leftColumns, height: rows - 1 - anomalyTop };
  return {
    topBar: { x: 0, y: 0, width: columns, height: 1 },
    strip: { x: 0, y: 1, width: columns, height: 1 },
    body: { x: 0, y: top, width: columns, height: bodyRows },
    leftTraces: { x: 0, y: top, width: leftColumns, height: panelRows },
    rightTraces: { x: 0, y: top + panelRows, width: leftColumns, height: panelRows },
    pressure: { x: leftColumns, y: top, width: rightColumns, height: rightRows - gaitRows },
    load: { x: leftColumns, y: top + rightRows - gaitRows, width: rightColumns, height: gaitRows },
    stride: isTall ? { ...anomalies, x: leftColumns, width: rightColumns } : anomalies,
    anomalies,
    isShared: !isTall,
    bottomBar: { x: 0, y: rows - 1, width: columns, height: 1 },
    traceRows,
    gutterWidth: leftColumns >= 70 ? 20 : NARROW_GUTTER_COLUMNS,
  };
}

/** Gives the whole body to one panel; the rectangles of the others no longer count. */
export function enlargePanel(layout: Layout, panel: PanelName): Layout {
  const { body } = layout;
  const traceRows = Math.max(1, Math.floor((body.height - BORDERS) / 3));
  switch (panel) {
    case 'left-traces':
    case 'right-traces':
      return { ...layout, leftTraces: body, rightTraces: body, traceRows };
    case 'pressure':
      return { ...layout, pressure: body };
    case 'load':
      return { ...layout, load: body };
    case 'stride':
      return { ...layout, stride: body };
    case 'anomalies':
      return { ...layout, anomalies: body };
  }
}

/** Counts the dot columns of a trace, two a cell. */
export function countTraceColumns(layout: Layout): number {
  return 2 * (layout.leftTraces.width - BORDERS - layout.gutterWidth);
}

/**
 * Counts the newest samples that a screen of this size shows: its traces, and at least the window of the figures, or of the mean stride
 * where that is shown.
 */
export function countHistorySamples(
  size: ScreenSize,
  intervalMs = ASSUMED_INTERVAL_MS,
  { focus, isEnlarged, pollsPerColumn }: TraceExtent = ORDINARY,
): number {
  const ordinary = layOut(size);
  const layout = ordinary && isEnlarged && focus !== null ? enlargePanel(ordinary, focus) : ordinary;
  const showsStride = layout !== null && (!layout.isShared || focus === 'stride');
  const seconds = showsStride ? CURVE_SECONDS + MAX_CURVE_STEP_SECONDS : WINDOW_SECONDS;
  const window = Math.ceil((seconds * 1000) / intervalMs) + 1;
  return Math.max(window, layout ? countTraceColumns(layout) * pollsPerColumn : 0);
}

interface TraceExtent {
  readonly focus: PanelName | null;
  readonly isEnlarged: boolean;
  readonly pollsPerColumn: number;
}
const ORDINARY: TraceExtent = { focus: null, isEnlarged: false, pollsPerColumn: 1 };

/** One row a figure while the feet stay large, otherwise fewer rows. */
function chooseGaitRows(rightRows: number): number {
  if (rightRows >= 26) return 8;
  return rightRows >= 20 ? 4 : 3;
}

/** As wide as two feet of the panel's height need, as long as the traces keep more than half of the screen. */
function chooseRightColumns(columns: number, panelRows: number): number {
  const { footColumns, gapColumns } = fitFeet(columns, panelRows - BORDERS);
  const wanted = 2 * footColumns + gapColumns + 2 + BORDERS;
  const min = GAIT_COLUMNS.find(({ from }) => columns >= from)?.columns ?? MIN_RIGHT_COLUMNS;
  return Math.min(Math.max(wanted, min), Math.floor(columns * 0.45));
}

/** Sizes the feet for the inside of a panel: as large as fits, with room for a heading and a legend. */
export function fitFeet(innerColumns: number, innerRows: number) {
  const roomRows = Math.max(0, innerRows - 2);
  const byHeight = Math.round((2 * roomRows) / FOOT_LENGTH_TO_WIDTH);
  const byWidth = Math.floor((innerColumns - 5) / 2);
  let footColumns = Math.max(0, Math.min(byHeight, byWidth));
  while (footColumns > 0 && 2 * footColumns + chooseGapColumns(footColumns) + 2 > innerColumns) footColumns--;
  const rows = Math.min(roomRows, Math.round((footColumns * FOOT_LENGTH_TO_WIDTH) / 2));
  return { footColumns, gapColumns: chooseGapColumns(footColumns), rows };
}

function chooseGapColumns(footColumns: number): number {
  return Math.max(3, Math.round(footColumns / 5));
}
