import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Measures the reachable bytes, on the heap and outside it, after collecting garbage. */
export async function bytesInUse(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    // What ended in this turn of the event loop stays reachable until the next one.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node does not expose its garbage collector');
  collect();
}
