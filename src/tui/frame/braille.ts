/** How many dots a Braille character has across. */
export const BRAILLE_COLUMNS = 2;
/** How many dots a Braille character has from the top down. */
export const BRAILLE_ROWS = 4;

/** The bit of each dot of a Braille character: its rows from the top down, in each the left and the right one. */
export const BRAILLE_DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

const NO_DOTS = 0x2800;

/** The character that shows these dots, the sum of their bits; a blank for none. */
export function makeBraille(dots: number): string {
  return dots === 0 ? ' ' : String.fromCharCode(NO_DOTS + dots);
}
