import type { Place } from './move-cursor.ts';

/** Cells beside each other in a row that are drawn alike, and so with one pen. */
export interface Run extends Place {
  readonly count: number;
  readonly text: string;
  readonly attribute: number;
  /** Blanks that are erased, not written: the cursor stays before them. */
  readonly isErased: boolean;
}

/** Ordering takes the square of their number: a whole screen goes row by row. */
const MOST_ORDERED = 250;
/** About what codes cost, in bytes. */
const CHANGE_PEN = 10;
const GO_ANYWHERE = 8;
const GO_IN_ROW = 5;
const GO_DOWN = 3;

/**
 * Puts runs into an order in which little has to be told between them: the next is always the one that costs least
 * after the last.
 */
export function orderRuns(runs: readonly Run[]): readonly Run[] {
  if (runs.length > MOST_ORDERED) return runs;
  const left = [...runs];
  const ordered: Run[] = [];
  let last = left.shift();
  while (last) {
    ordered.push(last);
    last = takeCheapest(left, last);
  }
  return ordered;
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
  const lastColumn = last.isErased ? last.x : last.x + last.count;
  return costOfMove(run.x - lastColumn, run.y - last.y) + costOfPen(last, run);
}

function costOfMove(right: number, down: number): number {
  if (down === 0 && right >= 0) return Math.min(right, GO_IN_ROW);
  return down === 1 && right <= 0 && right >= -GO_IN_ROW ? GO_DOWN - right : GO_ANYWHERE;
}

function costOfPen(last: Run, run: Run): number {
  if (last.attribute === run.attribute) return 0;
  // Of a space the ink is nothing.
  const differing = last.attribute ^ run.attribute;
  const paper = (differing & 0x1ff) === 0 ? 0 : CHANGE_PEN;
  return run.text === ' ' || (differing & ~0x1ff) === 0 ? paper : paper + CHANGE_PEN;
}
