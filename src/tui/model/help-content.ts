import { KEY_MAP } from './key-map.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';

/** The signs and words that the help explains, in the order in which it lists them. */
export const HELP_SIGNS = [
  { sign: 'replay', meaning: 'a recording is played: nothing is of now' },
  { sign: 'live', meaning: 'the newest sample is of now' },
  { sign: 'frozen', meaning: 'not of now: End is back to now' },
  { sign: 'stale', meaning: 'no new samples; the last are greyed' },
  { sign: 'down', meaning: 'the API failed three polls in a row' },
  { sign: 'neverSeen', meaning: 'the store holds nothing of this patient' },
  { sign: 'flagged', meaning: 'a reading that was flagged as an anomaly' },
  { sign: 'simulated', meaning: 'a flag that footwatch simulated' },
  { sign: 'newAnomalies', meaning: 'ward: anomalous samples since last look' },
  { sign: 'newSimulated', meaning: 'the same, as far as seen all simulated' },
  { sign: 'traceMarks', meaning: 'over a trace: flagged; simulated' },
  { sign: 'traceGap', meaning: 'in a trace: no sample at that time' },
  { sign: 'ramp', meaning: '0 to 1023; 1023 is an ordinary reading' },
  { sign: 'notKnown', meaning: 'not known' },
  { sign: 'centre', meaning: 'centre of pressure, and where it was' },
  { sign: 'hiddenName', meaning: 'a name that is hidden' },
  { sign: 'storedMeanwhile', meaning: 'samples stored since it was frozen' },
  { sign: 'delay', meaning: 'from the cacher to this screen' },
  { sign: 'wakeUps', meaning: 'the store tells of new samples at once' },
  { sign: 'polling', meaning: 'it is asked for them again and again' },
] as const;

/** Names a sign that the help explains; the help screen knows how each is drawn. */
export type HelpSign = (typeof HELP_SIGNS)[number]['sign'];

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
