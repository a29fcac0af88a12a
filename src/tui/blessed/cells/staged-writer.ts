import type { TerminfoCapabilities } from '../terminfo.ts';
import {
  type CellGrid,
  COVERED,
  DEFAULT_COLOUR,
  isOneColumn,
  packAttribute,
  UNTOUCHED,
  unpackAttribute,
} from './cell-grid.ts';
import { CellWriter } from './cell-writer.ts';

/**
 * Writes a grid such that, wherever a slow terminal has come to, no claim of now stands beside what is shown of another patient
 * or time: claims that end are removed before anything else, newer forms of those that stay come next, and new ones come last. In
 * the first row an ellipsis stands for them until then.
 */
export class StagedWriter {
  #writer: CellWriter;
  /** What the cells on the screen claim. */
  #claims = new Int32Array(0);
  readonly #ellipsis: string;

  /** @param ellipsis one cell wide */
  constructor(capabilities: TerminfoCapabilities | CellWriter, ellipsis: string) {
    this.#ellipsis = ellipsis;
    this.#writer = capabilities instanceof CellWriter ? capabilities : new CellWriter(capabilities);
  }

  /** Makes a writer that knows the same of the terminal, for trying how much an update would cost. */
  clone(): StagedWriter {
    const copy = new StagedWriter(this.#writer.clone(), this.#ellipsis);
    copy.#claims = this.#claims;
    return copy;
  }

  /** Drops what is known of the terminal's cells: the next update clears the screen and writes all of it. */
  forget(): void {
    this.#writer.forget();
  }

  /** Returns the codes that make the terminal show the grid; the empty string when it already does. */
  update(grid: CellGrid): string {
    const shown = this.#writer.readShown();
    const isKnown = shown !== null && shown.columns === grid.columns && shown.rows === grid.rows;
    const before = isKnown ? this.#claims : new Int32Array(grid.claims.length);
    const removed = isKnown ? removeEnded(shown, before, grid) : null;
    const rest = withoutNew(before, grid);
    for (const stage of [removed, rest]) if (stage) this.#markNew(stage, before, grid);
    const stages = [removed, rest, grid];
    this.#claims = grid.claims.slice();
    return this.#writer.update(...stages.filter((stage) => stage !== null));
  }

  /** Puts the ellipsis where the first new claim of the first row will come. */
  #markNew(stage: CellGrid, before: Int32Array, { claims, attributes, columns }: CellGrid): void {
    const at = claims.subarray(0, columns).findIndex((claim, cell) => isNew(claim, before[cell]));
    if (at >= 0) stage.set(at, this.#ellipsis, attributes[at] ?? UNTOUCHED);
  }
}

/** What is shown, without claims that end, and with the newer forms of those that stay; null when that is the same. */
function removeEnded(shown: CellGrid, before: Int32Array, grid: CellGrid): CellGrid | null {
  let isChanged = false;
  // By index: entries would be thousands of short-lived objects a frame.
  for (let at = 0; at < before.length; at++) {
    const claim = before[at] ?? 0;
    if (claim === 0) continue;
    const stays = claim === grid.claims[at];
    const text = grid.texts[at] ?? ' ';
    const isSame = text === shown.texts[at] && grid.attributes[at] === shown.attributes[at];
    if (stays && isSame) continue;
    // Only what takes one cell can be written without its neighbours.
    const isAlone = isOneColumn(text) && grid.texts[at + 1] !== COVERED;
    const takesNew = isAlone && (stays || grid.claims[at] === 0);
    if (takesNew) shown.set(at, text, grid.attributes[at] ?? UNTOUCHED);
    else blank(shown, at);
    isChanged = true;
  }
  return isChanged ? shown : null;
}

/** The grid without its new claims; null when it has none. */
function withoutNew(before: Int32Array, grid: CellGrid): CellGrid | null {
  let rest: CellGrid | null = null;
  for (let at = 0; at < grid.claims.length; at++) {
    if (!isNew(grid.claims[at] ?? 0, before[at])) continue;
    rest ??= grid.clone();
    blank(rest, at);
  }
  return rest;
}

function isNew(claim: number, before: number | undefined): boolean {
  return claim > 0 && claim !== before;
}

/** Leaves nothing of a cell but its background. */
function blank(grid: CellGrid, at: number): void {
  const { background } = unpackAttribute(grid.attributes[at] ?? UNTOUCHED);
  grid.set(at, ' ', packAttribute(0, DEFAULT_COLOUR, background));
}
