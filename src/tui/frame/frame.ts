/**
 * A frame is what the view makes of the model: plain data, one block a rectangle of the screen. Only the adapter
 * in blessed/ knows how blocks become widgets, and only the theme knows how colours become colours.
 */

/** Meaning of a piece of text; the theme gives it a colour, an attribute, or (without colours) nothing. */
export type Role =
  | 'normal'
  /** Values: what the eye should find first. */
  | 'bright'
  /** Units, labels, borders. */
  | 'dim'
  | 'title'
  /** States, always beside a sign or a word. */
  | 'good'
  | 'warn'
  | 'bad'
  /** An anomaly: cannot be overlooked, also without colours. */
  | 'alarm'
  /** The row under the cursor. */
  | 'selected'
  /** On a patch of the ramp: dark or light, whichever can be read on its step. */
  | 'onRamp'
  /** The bars at the top and at the bottom. */
  | 'bar';

/** A step of the pressure ramp, 0 (no load) to RAMP_STEPS - 1 (saturated). */
export interface RampColour {
  readonly step: number;
}
export const RAMP_STEPS = 11;

export type Colour = Role | RampColour;

export interface Span {
  readonly text: string;
  readonly foreground?: Colour;
  /** Background; the block's own when absent. */
  readonly background?: Colour;
}
export type Line = readonly Span[];

/** The size of a screen in cells. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Cells, from the top left of the screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface BlockBase {
  /** Stays the same from frame to frame, so that the adapter can keep the widget. */
  readonly id: string;
  readonly rect: Rect;
  /** With a border: what stands in its upper edge, left and right. Content is then one cell smaller on each side. */
  readonly border?: { readonly title: Line; readonly note: Line };
}

/** Lines as they are: headers, cards, feet painted in half blocks. */
export interface TextBlock extends BlockBase {
  readonly kind: 'text';
  readonly lines: readonly Line[];
}

/** One sensor's trace, newest at the right. */
export interface Trace {
  /** Text at the left of the trace, one line a row of the trace at most. */
  readonly gutter: readonly Line[];
  /** One a dot column, oldest first: a reading, or null where there was no sample. */
  readonly columns: readonly (number | null)[];
  /** For each dot column, whether the sensor was flagged then. */
  readonly flagged: readonly boolean[];
  /** For each dot column, whether that flag was simulated. */
  readonly simulated?: readonly boolean[];
  /** Rows of cells high. */
  readonly rows: number;
}

/**
 * How a trace goes on: the newest is always at the right and the others move, or none moves and the newest goes round,
 * with a gap before the oldest, as on a bedside monitor.
 */
export type TraceMotion = 'scroll' | 'sweep';

/** Sparklines on one fixed scale, 0 to 1023, two dot columns a cell. */
export interface TracesBlock extends BlockBase {
  readonly kind: 'traces';
  readonly gutterWidth: number;
  readonly traces: readonly Trace[];
  /** Running number of the newest column: an even one and the next share a cell for as long as they are shown. */
  readonly newestColumn: number;
  readonly motion: TraceMotion;
  /** Greyed: these readings are not now. */
  readonly isOld: boolean;
}

export interface TableBlock extends BlockBase {
  readonly kind: 'table';
  readonly headers: readonly string[];
  readonly columnWidths: readonly number[];
  readonly rows: readonly (readonly Span[])[];
  /** Row under the cursor, or null. */
  readonly selected: number | null;
  /** Said instead of rows when there are none. */
  readonly empty: string;
}

export type Block = TextBlock | TracesBlock | TableBlock;

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Block[];
}
