// Prints each key that is pressed in its terminal, one a line, until Ctrl-C.
import { TerminalKeys } from '../../../dist/src/tui/input/terminal-keys.js';

process.stdin.setRawMode(true);
new TerminalKeys({
  source: process.stdin,
  escapeTimeoutMs: 60,
  onEvent: (event) => {
    if (event.kind !== 'key') return;
    process.stdout.write(`key ${event.key}\r\n`);
    if (event.key === 'C-c') process.exit();
  },
});
process.stdout.write('ready\r\n');
