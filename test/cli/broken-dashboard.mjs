// The dashboard on a store with a bug, for the test that the terminal is given back even then.
import { showDashboard } from '../../dist/src/cli/show-dashboard.js';
import { MemoryStore } from '../../dist/src/store/memory-store.js';

const [where] = process.argv.slice(2);
const bug = new Error(`a bug ${where}`);
class BrokenStore extends MemoryStore {
  async read(...args) {
    if (where === 'in the store') throw bug;
    if (where === 'in a timer') {
      setTimeout(() => {
        throw bug;
      });
    }
    if (where === 'in a promise') void Promise.reject(bug);
    return super.read(...args);
  }
}

try {
  await showDashboard({ patients: [1] }, new BrokenStore(Date.now), [1]);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
process.exit();
