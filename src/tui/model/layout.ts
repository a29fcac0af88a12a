import { ASSUMED_INTERVAL_MS } from '../../core/freshness.ts';
import { WINDOW_SECONDS } from '../../core/gait/sample-window.ts';
import type { Rect, ScreenSize } from '../frame/frame.ts';
import type { PanelName } from './model.ts';

/** The least that every panel can be read on. */
export const MIN_SIZE: ScreenSize = { columns: 60, rows: 20 };

/** The longest time axis: so many polls share a dot column of the traces. */
export const MAX_POLLS_PER_COLUMN = 16;

/** Where everything stands, in cells. Rectangles include their borders. */
export interface Layout {
  readonly topBar: Rect;
  readonly strip: Rect;
  /** All between the strip and the bottom bar: of the panels, or of one screen in their place. */
  readonly body: Rect;
  readonly leftTraces: Rect;
  readonly rightTraces: Rect;
  readonly pressure: Rect;
  readonly load: Rect;
  readonly anomalies: Rect;
  readonly bottomBar: Rect;
  /** Rows of cells that each of the six traces is high. */
  readonly traceRows: number;
  readonly gutterWidth: number;
}

/** A foot is this many times as long as it is wide. */
export const FOOT_PROPORTION = 2.4;

const BORDERS = 2;
const BARS = 3;
/** Below it the right column goes down to the bottom bar, and the anomalies stand under the traces only. */
const TALL_ROWS = 36;
const MIN_RIGHT_COLUMNS = 26;
/** What the gait takes: all in words, and all in short, on screens from a width on. */
const GAIT_COLUMNS = [
  { from: 110, columns: 40 },
  { from: 80, columns: 31 },
];

/** The patient view's rectangles; null when the screen is too small for it. */
export function layOut({ columns, rows }: ScreenSize): Layout | null {
  if (columns < MIN_SIZE.columns || rows < MIN_SIZE.rows) return null;
  const bodyRows = rows - BARS;
  const isTall = rows >= TALL_ROWS;
  const leastAnomalyRows = Math.max(isTall ? 8 : 5, Math.floor(bodyRows * 0.18));
  const traceRows = Math.max(1, Math.floor((bodyRows - leastAnomalyRows - 2 * BORDERS) / 6));
  const panelRows = 3 * traceRows + BORDERS;
  const rightRows = isTall ? 2 * panelRows : bodyRows;
  const gaitRows = chooseGaitRows(rightRows);
  const rightColumns = chooseRightColumns(columns, rightRows - gaitRows);
  const leftColumns = columns - rightColumns;
  const top = 2;
  const anomalyTop = top + 2 * panelRows;
  return {
    topBar: { x: 0, y: 0, width: columns, height: 1 },
    strip: { x: 0, y: 1, width: columns, height: 1 },
    body: { x: 0, y: top, width: columns, height: bodyRows },
    leftTraces: { x: 0, y: top, width: leftColumns, height: panelRows },
    rightTraces: { x: 0, y: top + panelRows, width: leftColumns, height: panelRows },
    pressure: { x: leftColumns, y: top, width: rightColumns, height: rightRows - gaitRows },
    load: { x: leftColumns, y: top + rightRows - gaitRows, width: rightColumns, height: gaitRows },
    anomalies: {
      x: 0,
      y: anomalyTop,
      width: isTall ? columns : leftColumns,
      height: rows - 1 - anomalyTop,
    },
    bottomBar: { x: 0, y: rows - 1, width: columns, height: 1 },
    traceRows,
    gutterWidth: leftColumns >= 70 ? 20 : 9,
  };
}

/** With one panel in place of all: what stands beside it is not seen. */
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
    case 'anomalies':
      return { ...layout, anomalies: body };
  }
}

/** Dot columns that a trace has room for: two a cell, one a poll. */
export function countTraceColumns(layout: Layout): number {
  return 2 * (layout.leftTraces.width - BORDERS - layout.gutterWidth);
}

/**
 * How many of a patient's newest samples a screen of this size can use: what its traces have room for, and the
 * load's window at least.
 */
export function countHistorySamples(
  size: ScreenSize,
  intervalMs = ASSUMED_INTERVAL_MS,
  { focus, isEnlarged, pollsPerColumn }: TraceExtent = ORDINARY,
): number {
  const ordinary = layOut(size);
  const layout = ordinary && isEnlarged && focus !== null ? enlargePanel(ordinary, focus) : ordinary;
  const window = Math.ceil((WINDOW_SECONDS * 1000) / intervalMs) + 1;
  return Math.max(window, layout ? countTraceColumns(layout) * pollsPerColumn : 0);
}

interface TraceExtent {
  readonly focus: PanelName | null;
  readonly isEnlarged: boolean;
  readonly pollsPerColumn: number;
}
const ORDINARY: TraceExtent = { focus: null, isEnlarged: false, pollsPerColumn: 1 };

/** A line a figure as long as the feet stay large, else two lines, else one. */
function chooseGaitRows(rightRows: number): number {
  if (rightRows >= 26) return 8;
  return rightRows >= 20 ? 4 : 3;
}

/** As wide as two feet of the panel's height want to be, as long as the traces keep more than half. */
function chooseRightColumns(columns: number, panelRows: number): number {
  const { footColumns, gapColumns } = fitFeet(columns, panelRows - BORDERS);
  const wanted = 2 * footColumns + gapColumns + 2 + BORDERS;
  const least = GAIT_COLUMNS.find(({ from }) => columns >= from)?.columns ?? MIN_RIGHT_COLUMNS;
  return Math.min(Math.max(wanted, least), Math.floor(columns * 0.45));
}

/** The size of the feet in a panel's inside: as large as fits, with room for a heading and a legend. */
export function fitFeet(innerColumns: number, innerRows: number) {
  const roomRows = Math.max(0, innerRows - 2);
  const byHeight = Math.round((2 * roomRows) / FOOT_PROPORTION);
  const byWidth = Math.floor((innerColumns - 5) / 2);
  let footColumns = Math.max(0, Math.min(byHeight, byWidth));
  while (footColumns > 0 && 2 * footColumns + chooseGapColumns(footColumns) + 2 > innerColumns) footColumns--;
  const rows = Math.min(roomRows, Math.round((footColumns * FOOT_PROPORTION) / 2));
  return { footColumns, gapColumns: chooseGapColumns(footColumns), rows };
}

function chooseGapColumns(footColumns: number): number {
  return Math.max(3, Math.round(footColumns / 5));
}
