import type { Cell } from '../virtual-terminal.ts';

/** The signs given to styles, in the order in which they are met. */
const SIGNS = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψωБГДЖЗИЛПФЦЧШЫЭЮЯ',
];
const ORDINARY = '.';

/**
 * Writes a screen as text for eyes and diffs: its characters, then a sign for the style of each cell, then what the
 * signs mean: `d 246 on 235 bold` is foreground 246 on background 235, and `-` is the terminal's own colour. A dot is
 * the ordinary style.
 */
export function cellsToText(cells: readonly (readonly Cell[])[]): string {
  const signs = new Map<string, string>([['-', ORDINARY]]);
  const styles = cells.map((row) =>
    row.map((cell) => {
      const style = describeStyle(cell);
      const sign = signs.get(style) ?? SIGNS[signs.size - 1] ?? '?';
      signs.set(style, sign);
      return sign;
    }),
  );
  const characters = cells.map((row) => row.map(({ text, width }) => (width === 0 ? '' : text || ' ')));
  const legend = [...signs].slice(1).map(([style, sign]) => `${sign} ${style}`);
  return [...characters.map(joinRow), '', ...styles.map((row) => row.join('')), '', ...legend, ''].join('\n');
}

/** Ends a row of trailing spaces with a bar, so that no editor removes them. */
function joinRow(characters: readonly string[]): string {
  const row = characters.join('');
  return row.endsWith(' ') ? `${row.trimEnd()}▏` : row;
}

function describeStyle({ text, foreground, background, isBold, isUnderlined, isInverse }: Cell): string {
  // A blank shows nothing but its background.
  const isBlank = (text === '' || text === ' ') && !isUnderlined && !isInverse;
  return [
    isBlank || foreground === null ? '-' : String(foreground),
    ...(background === null ? [] : [`on ${background}`]),
    ...(isBold && !isBlank ? ['bold'] : []),
    ...(isUnderlined ? ['underlined'] : []),
    ...(isInverse ? ['inverse'] : []),
  ].join(' ');
}
