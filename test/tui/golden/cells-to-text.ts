import type { Cell } from '../virtual-terminal.ts';

/** Signs for looks, in the order in which they are met. */
const SIGNS = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδεζηθικλμνξοπρστυφχψωБГДЖЗИЛПФЦЧШЫЭЮЯ',
];
const ORDINARY = '.';

/**
 * A screen as text for eyes and diffs: its characters, then for each cell a sign of how it looks, then what the signs
 * say: `d 246 on 235 bold` is foreground 246 on background 235; `-` is the terminal's own colour. An ordinary look is a dot.
 */
export function cellsToText(cells: readonly (readonly Cell[])[]): string {
  const signs = new Map<string, string>([['-', ORDINARY]]);
  const looks = cells.map((row) =>
    row.map((cell) => {
      const look = describeLook(cell);
      const sign = signs.get(look) ?? SIGNS[signs.size - 1] ?? '?';
      signs.set(look, sign);
      return sign;
    }),
  );
  const characters = cells.map((row) => row.map(({ text, width }) => (width === 0 ? '' : text || ' ')));
  const legend = [...signs].slice(1).map(([look, sign]) => `${sign} ${look}`);
  return [...characters.map(joinRow), '', ...looks.map((row) => row.join('')), '', ...legend, ''].join('\n');
}

/** A row that ends in spaces ends in a bar, so that no editor takes them away. */
function joinRow(characters: readonly string[]): string {
  const row = characters.join('');
  return row.endsWith(' ') ? `${row.trimEnd()}▏` : row;
}

function describeLook({ text, foreground, background, isBold, isUnderlined, isInverse }: Cell): string {
  // Of a blank, nothing but the ground is seen.
  const isBlank = (text === '' || text === ' ') && !isUnderlined && !isInverse;
  return [
    isBlank || foreground === null ? '-' : String(foreground),
    ...(background === null ? [] : [`on ${background}`]),
    ...(isBold && !isBlank ? ['bold'] : []),
    ...(isUnderlined ? ['underlined'] : []),
    ...(isInverse ? ['inverse'] : []),
  ].join(' ');
}
