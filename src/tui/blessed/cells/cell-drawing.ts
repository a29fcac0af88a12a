import {
  DEFAULT_COLOUR,
  FULL,
  INVERSE,
  LOWER_HALF,
  packAttribute,
  UNDERLINE,
  UPPER_HALF,
  unpackAttribute,
} from './cell-grid.ts';
import { ALL_FLAGS, type SgrNeeds } from './sgr-state.ts';

/** One of the ways to draw a cell: a character, and the SGR state that it needs. */
export interface CellDrawing {
  readonly text: string;
  readonly needs: SgrNeeds;
}

/** What a blank in the terminal's own colours needs; its foreground cannot be seen. */
export const BLANK_NEEDS: SgrNeeds = {
  flags: 0,
  mask: UNDERLINE | INVERSE,
  foreground: null,
  background: DEFAULT_COLOUR,
};

/** What a cell needs when it is drawn with exactly its own attribute. */
export function makeExactNeeds(attribute: number): SgrNeeds {
  return { ...unpackAttribute(attribute), mask: ALL_FLAGS };
}

const knownDrawings = new Map<string, readonly CellDrawing[]>();

/**
 * Lists the ways to draw a cell, all of which look the same: a coloured blank is also a full block, and a half block is
 * also the other half with its colours swapped. Hot path: a screen has few different cells, so each is worked out once.
 */
export function listDrawings(text: string, attribute: number): readonly CellDrawing[] {
  const key = `${text}${attribute}`;
  let drawings = knownDrawings.get(key);
  if (!drawings) {
    drawings = findDrawings(text, attribute);
    knownDrawings.set(key, drawings);
  }
  return drawings;
}

function findDrawings(text: string, attribute: number): CellDrawing[] {
  const { flags, foreground, background } = unpackAttribute(attribute);
  const exact: CellDrawing = { text, needs: makeExactNeeds(attribute) };
  if (flags !== 0) return [exact];
  if (text === ' ') {
    const blank: CellDrawing = { text, needs: { ...BLANK_NEEDS, background } };
    if (background === DEFAULT_COLOUR) return [blank];
    return [
      blank,
      { text: FULL, needs: { flags, mask: ALL_FLAGS, foreground: background, background: null } },
    ];
  }
  const isHalf = text === UPPER_HALF || text === LOWER_HALF;
  if (isHalf && foreground !== DEFAULT_COLOUR && background !== DEFAULT_COLOUR) {
    const otherHalf = text === UPPER_HALF ? LOWER_HALF : UPPER_HALF;
    return [exact, { text: otherHalf, needs: makeExactNeeds(packAttribute(flags, background, foreground)) }];
  }
  return [exact];
}

/** How many bytes a text takes in UTF-8, as far as each of its UTF-16 units is a character. */
export function countUtf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}
