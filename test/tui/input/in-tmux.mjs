// Runs a program inside a tmux whose client is this terminal, with tmux's own escape-time.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const socket = join(mkdtempSync(join(tmpdir(), 'footwatch-tmux-')), 'socket');
const program = process.argv.slice(2);
const tmux = ['-S', socket, '-f', '/dev/null'];
const command = [process.execPath, ...program].map((part) => `'${part}'`).join(' ');
try {
  execFileSync('tmux', [...tmux, 'set-option', '-g', 'escape-time', '500', ';', 'new-session', command], {
    stdio: 'inherit',
  });
} finally {
  spawnSync('tmux', [...tmux, 'kill-server']);
}
