import { HELP_SIGNS } from '../../core/keys/help-signs.ts';
import { KEY_MAP } from '../../core/keys/key-map.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';

/** How the help's two lists, keys and signs, are divided over a panel. */
export interface HelpLayout {
  /** Lines of the list of keys, heading included, in the left column; null when there is only one column. */
  readonly leftLines: number | null;
  /** Lines of the whole help. */
  readonly lines: number;
}

const TWO_COLUMNS_FROM = 110;
const HEADING_LINES = 1;
const BORDERS = 2;

/** Divides the help over a panel with `columns` cells inside its border. */
export function layOutHelp(columns: number): HelpLayout {
  const keyLines = HEADING_LINES + KEY_MAP.length;
  const signLines = HEADING_LINES + HELP_SIGNS.length;
  const blankLines = 1;
  const total = keyLines + blankLines + signLines;
  if (columns < TWO_COLUMNS_FROM) return { leftLines: null, lines: total };
  const leftLines = Math.ceil(total / 2);
  const rightLines = signLines + blankLines + Math.max(0, keyLines - leftLines);
  return { leftLines, lines: Math.max(leftLines, rightLines) };
}

/** How many lines the help can be scrolled down on the model's screen. */
export function maxHelpScroll({ size }: Model): number {
  const layout = layOut(size);
  if (!layout) return 0;
  const { lines } = layOutHelp(layout.body.width - BORDERS);
  return Math.max(0, lines - (layout.body.height - BORDERS));
}
