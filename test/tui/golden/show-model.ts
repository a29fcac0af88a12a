import { openTerminal } from '../../../src/tui/blessed/open-terminal.ts';
import type { Colours, TerminalBackground } from '../../../src/tui/frame/theme.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { type Cell, VirtualTerminal } from '../virtual-terminal.ts';

/** Draws a model with the real screens on a real terminal in memory, and reads it back cell by cell. */
export async function showModel(
  model: Model,
  { colours, background }: { readonly colours: Colours; readonly background: TerminalBackground },
): Promise<Cell[][]> {
  const { columns, rows } = model.size;
  const terminal = new VirtualTerminal(columns, rows);
  const { input, output } = terminal;
  const { unicode } = model;
  const term = colours === 256 ? 'xterm-256color' : 'xterm';
  const screen = openTerminal({ input, output, term, colours, background, unicode });
  try {
    screen.draw(view(model));
    return await terminal.cells();
  } finally {
    screen.close();
  }
}
