import { onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';

/** Starts a simulator on a free port, with a clock that stands still, and closes it after the test. */
export async function runSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const start = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    patients: [1, 2, 3, 4, 5, 6],
    speed: 1,
    seed: 1,
    faults: [],
    nowMs: () => 0,
    ...options,
  });
  if (start.kind === 'failed') throw new Error(start.reason);
  onTestFinished(() => start.simulator.close());
  return start.simulator;
}
