// biome-ignore-all lint/suspicious/noConsole: whatever writes is the point
// The dashboard in a process that writes wherever it can, for the test that nothing of it reaches the screen.
import { writeFileSync } from 'node:fs';
import { showDashboard } from '../../dist/src/cli/show-dashboard.js';
import { MemoryStore } from '../../dist/src/store/memory-store.js';

const [file] = process.argv.slice(2);
let rounds = 0;
const timer = setInterval(() => {
  process.emitWarning('a warning');
  process.emitWarning('a deprecation', 'DeprecationWarning', `FW${rounds}`);
  process.stderr.write(`a line on stderr: ${'x'.repeat(9000)}\n`);
  console.log('a line on the console');
  console.table([{ of: 'a table' }]);
  setTimeout(() => {}, -1);
  if (++rounds === 10) {
    clearInterval(timer);
    writeFileSync(file, '');
  }
}, 50);

const { exitCode } = await showDashboard({ patients: [1] }, new MemoryStore(Date.now), {
  patients: [1],
  storeName: 'memory',
});
process.exit(exitCode);
