// The dashboard on a store whose samples cannot be drawn, for the test that the terminal is given back even then.
import { showDashboard } from '../../dist/src/cli/show-dashboard.js';
import { MemoryStore } from '../../dist/src/store/memory-store.js';

class UndrawableStore extends MemoryStore {
  async read(...args) {
    const samples = [{ atSeconds: Date.now() / 1000, sensors: null }];
    return { ...(await super.read(...args)), known: true, retained: 1, samples };
  }
}

try {
  await showDashboard({ patients: [1] }, new UndrawableStore(Date.now), {
    patients: [1],
    storeName: 'memory',
  });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
process.exit();
