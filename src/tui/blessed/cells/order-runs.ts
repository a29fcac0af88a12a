import { INVERSE, UNDERLINE, unpackAttribute } from './cell-grid.ts';
import type { Place } from './move-cursor.ts';

/** Neighbouring cells of a row that one SGR state can draw. */
export interface Run extends Place {
  /** One character for each cell. */
  readonly text: string;
  readonly attribute: number;
  /** Whether the cells are blanks to be erased, not written: the cursor then stays before them. */
  readonly isErased: boolean;
}

/** Characters that can be drawn in several ways: the SGR state at that moment decides which is cheapest. */
const BLOCKS = /[█▀▄]/;
/** Ordering takes the square of the number of runs: more of them, such as a whole screen, stay in row order. */
const MAX_ORDERED = 250;
/** About how many bytes codes take. */
const COLOUR_BYTES = 10;
const MOVE_BYTES = 8;
const MOVE_IN_ROW_BYTES = 4;
const STEP_BYTES = 3;

/**
 * Orders runs so that few codes are needed between them: each is followed by the one that costs least after it.
 */
export function orderRuns(runs: readonly Run[]): readonly Run[] {
  if (runs.length > MAX_ORDERED) return runs;
  const remaining = [...runs];
  const ordered: Run[] = [];
  let last = remaining.shift();
  while (last) {
    ordered.push(last);
    last = takeCheapest(remaining, last);
  }
  return ordered;
}

/** Joins two runs that are neighbours and can be drawn in one SGR state; null when they cannot be joined. */
export function joinRuns(left: Run, right: Run): Run | null {
  const isBeside = left.y === right.y && left.x + left.text.length === right.x;
  if (!isBeside || left.isErased || right.isErased || BLOCKS.test(left.text + right.text)) return null;
  const [blank, other] = isBlank(left) ? [left, right] : [right, left];
  const { flags, background } = unpackAttribute(other.attribute);
  const isInvisible =
    isBlank(blank) &&
    unpackAttribute(blank.attribute).background === background &&
    (flags & (UNDERLINE | INVERSE)) === 0;
  if (left.attribute !== right.attribute && !isInvisible) return null;
  return { ...left, text: left.text + right.text, attribute: other.attribute };
}

function isBlank({ text, attribute }: Run): boolean {
  return text.trimStart() === '' && unpackAttribute(attribute).flags === 0;
}

/** Removes the run that costs least after `last` and returns it; undefined when none remains. */
function takeCheapest(remaining: Run[], last: Run): Run | undefined {
  let cheapest = -1;
  let leastCost = Number.POSITIVE_INFINITY;
  // By index: the runs of a frame that is drawn anew are thousands, and each is compared with most of the others.
  for (let index = 0; index < remaining.length; index++) {
    const run = remaining[index];
    if (run === undefined) continue;
    const cost = estimateCost(last, run);
    if (cost >= leastCost) continue;
    leastCost = cost;
    cheapest = index;
  }
  return cheapest < 0 ? undefined : remaining.splice(cheapest, 1)[0];
}

function estimateCost(last: Run, run: Run): number {
  const lastColumn = last.isErased ? last.x : last.x + last.text.length;
  return estimateMoveCost(run.x - lastColumn, run.y - last.y) + estimateSgrCost(last, run);
}

function estimateMoveCost(right: number, down: number): number {
  const across = right >= 0 ? Math.min(right, MOVE_IN_ROW_BYTES) : Math.min(-right, MOVE_IN_ROW_BYTES);
  if (down === 0) return across;
  const vertical = Math.abs(down) === 1 ? STEP_BYTES : MOVE_IN_ROW_BYTES;
  return Math.min(MOVE_BYTES, vertical + (right > 0 ? Math.max(STEP_BYTES, across) : across));
}

function estimateSgrCost(last: Run, run: Run): number {
  if (last.attribute === run.attribute) return 0;
  // A blank has no visible foreground.
  const differing = last.attribute ^ run.attribute;
  const background = (differing & 0x1ff) === 0 ? 0 : COLOUR_BYTES;
  return isBlank(run) || (differing & ~0x1ff) === 0 ? background : background + COLOUR_BYTES;
}
