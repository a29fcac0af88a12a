import { stripDiacritics } from '../../core/strip-diacritics.ts';

/** The signs that the screens draw with. Each is one cell wide in every terminal. */
export interface Glyphs {
  readonly live: string;
  readonly stale: string;
  readonly replay: string;
  /** An instant of the history is shown. */
  readonly frozen: string;
  readonly down: string;
  readonly unknown: string;
  /** The patient was not read yet. */
  readonly unread: string;
  /** In place of a value that is not known. */
  readonly dash: string;
  readonly cursor: string;
  readonly ellipsis: string;
  /** Before how far a figure may be off. */
  readonly plusMinus: string;
  /** Before a number that may be higher. */
  readonly atLeast: string;
  /** Between facts on one line. */
  readonly separator: string;
  /** In a trace or table, where there was no sample. */
  readonly gap: string;
  readonly full: string;
  readonly upper: string;
  readonly lower: string;
  /**
   * Fills a foot or a bar of which nothing is known now; never a shade, as shades mean loads where there are no
   * colours.
   */
  readonly blank: string;
  /** The centre of pressure. */
  readonly centre: string;
  /** Where the centre of pressure was just before. */
  readonly centreBefore: string;
}

const UNICODE: Glyphs = {
  live: '●',
  stale: '○',
  replay: '»',
  frozen: '‖',
  down: '×',
  unknown: '–',
  unread: '·',
  dash: '–',
  cursor: '▸',
  ellipsis: '…',
  plusMinus: '±',
  atLeast: '≥',
  separator: '·',
  gap: '·',
  full: '█',
  upper: '▀',
  lower: '▄',
  blank: '·',
  centre: '◆',
  centreBefore: '◇',
};

const ASCII: Glyphs = {
  live: '*',
  stale: 'o',
  replay: '>',
  frozen: '=',
  down: 'x',
  unknown: '-',
  unread: '.',
  dash: '-',
  cursor: '>',
  ellipsis: '~',
  plusMinus: '+-',
  atLeast: '>=',
  separator: '|',
  gap: '.',
  full: '#',
  upper: '#',
  lower: '#',
  blank: '.',
  centre: 'O',
  centreBefore: ',',
};

/** The signs for a terminal that can show Unicode, or ASCII only. */
export function chooseGlyphs(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII;
}

/** Text that an ASCII terminal can show: letters without their marks, `?` for what has no letter there. */
export function makeShowable(text: string, unicode: boolean): string {
  if (unicode) return text;
  return stripDiacritics(text)
    .replace(/[–—]/g, '-')
    .replace(/[^\u0020-\u007e]/gu, '?');
}
