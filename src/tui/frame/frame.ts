/**
 * A frame is what the screens make of the model: plain data, with a block for each rectangle of the terminal. Only
 * blessed/ knows how blocks become widgets, and only the theme knows which colours roles have.
 */

/** The meaning of a piece of text; the theme gives it a colour, an attribute, or neither. */
export type Role =
  | 'normal'
  /** Values, which the eye should find first. */
  | 'bright'
  /** Units, labels, borders. */
  | 'dim'
  | 'title'
  /** States, always shown with a sign or a word as well. */
  | 'good'
  | 'warn'
  | 'bad'
  /** An anomaly, which cannot be overlooked even without colours. */
  | 'alarm'
  /** The row under the cursor. */
  | 'selected'
  /** Text on a background of the ramp: dark or light, whichever can be read on its step. */
  | 'onRamp'
  /** The bars at the top and at the bottom. */
  | 'bar';

/** A colour of the pressure ramp, by its step: 0 (no load) to RAMP_STEPS - 1 (saturated). */
export interface RampColour {
  readonly step: number;
}
/** How many colours the pressure ramp has. */
export const RAMP_STEPS = 11;

/** A foreground or background as the screens give it, before the theme resolves it. */
export type Colour = Role | RampColour;

/** A piece of text in one style. */
export interface Span {
  readonly text: string;
  /** Absent: `normal`. */
  readonly foreground?: Colour;
  /** Absent: the terminal's own. */
  readonly background?: Colour;
  /**
   * What the text claims of now, and of whom, such as `3 live`: it must not stand beside what is shown of another patient or
   * time, not even while a picture arrives. A text with the same claim in the same place is a newer form of it.
   */
  readonly claim?: string;
  /** Whether a newer form of the text is written before anything else, as the time of what is shown is. */
  readonly comesFirst?: true;
}
/** Spans beside each other, from left to right. */
export type Line = readonly Span[];

/** The size of a screen in cells. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** A rectangle in cells, from the top left corner of the screen. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface BlockBase {
  /** Stays the same from frame to frame, so that the terminal can keep the block's widget. */
  readonly id: string;
  readonly rect: Rect;
  /**
   * Texts in the upper edge of the border: title at the left, note at the right. Absent: no border, and the content
   * fills `rect`.
   */
  readonly border?: { readonly title: Line; readonly note: Line };
}

/** A block of lines, shown as they are. */
export interface TextBlock extends BlockBase {
  readonly kind: 'text';
  readonly lines: readonly Line[];
}

/** The trace of one sensor. */
export interface Trace {
  /** Text at the left of the trace, at most one line for each of its rows. */
  readonly gutter: readonly Line[];
  /** One for each dot column, oldest first: a reading, or null where there was no sample. */
  readonly columns: readonly (number | null)[];
  /** For each dot column, whether its reading was flagged. */
  readonly flagged: readonly boolean[];
  /** For each dot column, whether that flag was simulated. Absent: none was. */
  readonly simulated?: readonly boolean[];
  /** Height in rows of cells. */
  readonly rows: number;
}

/**
 * How a trace goes on. `scroll`: the newest reading is at the right and all others move to the left. `sweep`: no
 * reading moves and the newest goes round, with a gap before the oldest, as on a bedside monitor.
 */
export type TraceMotion = 'scroll' | 'sweep';

/** A block of sparklines on one fixed scale, 0 to 1023, with two dot columns in a cell. */
export interface TracesBlock extends BlockBase {
  readonly kind: 'traces';
  /** Cells at the left of each trace for its gutter. */
  readonly gutterWidth: number;
  readonly traces: readonly Trace[];
  /** Running number of the newest column: an even number and the next one share a cell. */
  readonly newestColumn: number;
  readonly motion: TraceMotion;
  /** Whether the readings are not of now, and therefore grey. */
  readonly isOld: boolean;
}

/** A block of rows with columns of fixed widths. */
export interface TableBlock extends BlockBase {
  readonly kind: 'table';
  readonly headers: readonly string[];
  readonly columnWidths: readonly number[];
  readonly rows: readonly (readonly Span[])[];
  /** Index of the row under the cursor, or null. */
  readonly selected: number | null;
  /** Text shown in place of rows when there are none. */
  readonly empty: string;
}

/** A rectangle of the screen and what it shows. */
export type Block = TextBlock | TracesBlock | TableBlock;

/** A whole screen; blocks that overlap are painted in their order. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Block[];
}
