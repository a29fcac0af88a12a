import { INVERSE, UNDERLINE, unpackAttribute } from './cell-grid.ts';
import type { Place } from './move-cursor.ts';

/** Cells beside each other in a row that one pen can draw. */
export interface Run extends Place {
  /** A character a cell. */
  readonly text: string;
  readonly attribute: number;
  /** Blanks that are erased, not written: the cursor stays before them. */
  readonly isErased: boolean;
}

/** What can be drawn in several ways, by the pen. */
const BLOCKS = /[█▀▄]/;
/** Ordering takes the square of their number: a whole screen goes row by row. */
const MAX_ORDERED = 250;
/** About what codes cost, in bytes. */
const CHANGE_PEN = 10;
const GO_ANYWHERE = 8;
const GO_ACROSS = 4;
const STEP = 3;

/**
 * Puts runs into an order in which little has to be told between them: the next is always the one that costs least
 * after the last.
 */
export function orderRuns(runs: readonly Run[]): readonly Run[] {
  if (runs.length > MAX_ORDERED) return runs;
  const left = [...runs];
  const ordered: Run[] = [];
  let last = left.shift();
  while (last) {
    ordered.push(last);
    last = takeCheapest(left, last);
  }
  return ordered;
}

/** The two as one, when they lie beside each other and one pen can draw both; else null. */
export function joinRuns(left: Run, right: Run): Run | null {
  const isBeside = left.y === right.y && left.x + left.text.length === right.x;
  if (!isBeside || left.isErased || right.isErased || BLOCKS.test(left.text + right.text)) return null;
  const [blank, other] = isBlank(left) ? [left, right] : [right, left];
  const { flags, background } = unpackAttribute(other.attribute);
  const goesAlong =
    isBlank(blank) &&
    unpackAttribute(blank.attribute).background === background &&
    (flags & (UNDERLINE | INVERSE)) === 0;
  if (left.attribute !== right.attribute && !goesAlong) return null;
  return { ...left, text: left.text + right.text, attribute: other.attribute };
}

function isBlank({ text, attribute }: Run): boolean {
  return text.trimStart() === '' && unpackAttribute(attribute).flags === 0;
}

function takeCheapest(left: Run[], last: Run): Run | undefined {
  let cheapest = -1;
  let leastCost = Number.POSITIVE_INFINITY;
  for (const [index, run] of left.entries()) {
    const cost = costAfter(last, run);
    if (cost >= leastCost) continue;
    leastCost = cost;
    cheapest = index;
  }
  return cheapest < 0 ? undefined : left.splice(cheapest, 1)[0];
}

function costAfter(last: Run, run: Run): number {
  const lastColumn = last.isErased ? last.x : last.x + last.text.length;
  return costOfMove(run.x - lastColumn, run.y - last.y) + measureSgrCost(last, run);
}

function costOfMove(right: number, down: number): number {
  const across = right >= 0 ? Math.min(right, GO_ACROSS) : Math.min(-right, GO_ACROSS);
  if (down === 0) return across;
  const vertical = Math.abs(down) === 1 ? STEP : GO_ACROSS;
  return Math.min(GO_ANYWHERE, vertical + (right > 0 ? Math.max(STEP, across) : across));
}

function measureSgrCost(last: Run, run: Run): number {
  if (last.attribute === run.attribute) return 0;
  // Of a space the foreground is nothing.
  const differing = last.attribute ^ run.attribute;
  const background = (differing & 0x1ff) === 0 ? 0 : CHANGE_PEN;
  return isBlank(run) || (differing & ~0x1ff) === 0 ? background : background + CHANGE_PEN;
}
