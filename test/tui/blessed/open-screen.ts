import { afterEach } from 'vitest';
import { openTerminal, type TerminalScreen } from '../../../src/tui/blessed/open-terminal.ts';
import type {
  Block,
  Frame,
  Line,
  Rect,
  TableBlock,
  TextBlock,
  TracesBlock,
} from '../../../src/tui/frame/frame.ts';
import type { Colours } from '../../../src/tui/frame/theme.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';

const opened: TerminalScreen[] = [];
afterEach(closeAll);

/** Closes every screen that was opened; it happens after each test anyway. */
export function closeAll(): void {
  for (const screen of opened.splice(0)) screen.close();
}

interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly term?: string;
  readonly colours?: Colours;
  readonly unicode?: boolean;
  readonly mouse?: boolean;
  readonly escapeTimeoutMs?: number;
}

/** Opens a screen on a terminal in memory, 40x10 unless told otherwise; it is closed after the test. */
export function openScreen({
  columns = 40,
  rows = 10,
  term = 'xterm-256color',
  colours = 256,
  unicode = true,
  mouse = false,
  escapeTimeoutMs = 60,
}: ScreenOptions = {}): { readonly terminal: VirtualTerminal; readonly screen: TerminalScreen } {
  const terminal = new VirtualTerminal(columns, rows);
  const { input, output } = terminal;
  const screen = openTerminal({ input, output, term, colours, unicode, mouse, escapeTimeoutMs });
  opened.push(screen);
  return { terminal, screen };
}

/** The rectangle of a whole 40x10 screen. */
export const WHOLE: Rect = { x: 0, y: 0, width: 40, height: 10 };

/** A frame of 40x10 cells. */
export function makeFrame(...blocks: Block[]): Frame {
  return { width: 40, height: 10, blocks };
}

/** A block of lines. */
export function makeText(rect: Rect, lines: Line[], border?: TextBlock['border']): TextBlock {
  return { id: 'text', kind: 'text', rect, lines, ...(border && { border }) };
}

/** A frame with one text in its top left corner. */
export function makeTextFrame(text: string): Frame {
  return makeFrame(makeText(WHOLE, [[{ text }]]));
}

/** A block with one trace, six cells wide, in the fourth row of the screen. */
export function makeTraces(columns: (number | null)[], flagged: boolean[] = []): TracesBlock {
  return {
    id: 'traces',
    kind: 'traces',
    rect: { x: 0, y: 3, width: 10, height: 2 },
    gutterWidth: 4,
    traces: [{ gutter: [[{ text: 'L0 99' }]], columns, flagged, rows: 1 }],
    newestColumn: 1,
    motion: 'scroll',
    isOld: false,
  };
}

/** A table with two columns in the top left corner. */
export function makeTable(parts: Partial<TableBlock>): TableBlock {
  return {
    id: 'table',
    kind: 'table',
    rect: { x: 0, y: 0, width: 20, height: 4 },
    headers: ['name', 'by'],
    columnWidths: [8, 6],
    rows: [],
    selected: null,
    empty: 'nothing',
    ...parts,
  };
}
