import type { Settings } from '../../settings/registry.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { DEFAULT_PATIENTS } from '../default-patients.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { type ConfiguredInsoles, loadInsoles } from '../load-insoles.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { waitForSignal } from '../signals.ts';

/** `footwatch simulate`: serves the stand-in API until a signal ends it. */
export async function runSimulate(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const insoles = await loadInsoles(loaded);
  const ended = waitForSignal();
  const simulator = await openSimulator(
    settings,
    insoles,
    settings['simulate.host'],
    settings['simulate.port'],
  );
  process.stdout.write(`listening on ${simulator.url}\n`);
  const exitCode = await ended;
  await simulator.close();
  return exitCode;
}

/**
 * Starts the stand-in API with the settings' patients, insoles, speed, seed, scenario and faults.
 *
 * @throws CommandFailure when it cannot listen
 */
export async function openSimulator(
  settings: Settings,
  insoles: ConfiguredInsoles,
  host: string,
  port: number,
): Promise<Simulator> {
  const start = await startSimulator({
    host,
    port,
    patients: settings.patients ?? DEFAULT_PATIENTS,
    speed: settings['simulate.speed'],
    seed: settings['simulate.seed'],
    faults: settings['simulate.fault'],
    scenario: settings['simulate.scenario'],
    insoleOf: (patient) => insoles.of(patient),
  });
  if (start.kind === 'failed') throw new CommandFailure(EXIT.failed, start.reason);
  return start.simulator;
}
