// Runs a program on its own terminal, outlives the terminal, and writes how the program ended, and what it said on stderr, to a file.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [file, way, program, ...args] = process.argv.slice(2);
const child = spawn(program, args, {
  // In a session of its own, the terminal tells the program nothing: it only fails.
  detached: way === 'untold',
  stdio: ['inherit', 'inherit', way === 'stderrElsewhere' || way === 'untold' ? 'pipe' : 'inherit'],
});
let stderr = '';
child.stderr?.setEncoding('utf8').on('data', (text) => {
  stderr += text;
});
process.on('SIGHUP', () => {
  // A shell passes the signal on, in addition to what the system does.
  if (way === 'toldTwice') child.kill('SIGHUP');
});
child.on('close', (code, signal) => writeFileSync(file, JSON.stringify({ code, signal, stderr })));
