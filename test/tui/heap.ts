import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are still reachable, on the heap and beside it, after everything else was collected. */
export async function bytesInUse(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    // What ended in this turn of the event loop is held until the next.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node cannot be told to collect');
  collect();
}
