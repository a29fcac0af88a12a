import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { BUILT_IN_INSOLES } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { SettingOrigin } from '../settings/resolve-settings.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';
import type { LoadedSettings } from './load-settings.ts';
import { readInsoleFile } from './read-insole-file.ts';
import { refuseSetting } from './refuse-setting.ts';

/** What each patient wears, as the settings say it. */
export interface ConfiguredInsoles {
  /** What all wear of whom nothing else is said. */
  readonly usual: Insole;
  /** What a patient wears; it needs no `this`. */
  readonly of: (patient: PatientId) => Insole;
}

const ENDINGS = ['', '.yaml', '.yml', '.json'];

/**
 * Loads the insoles of the settings `insole` and `insoles`.
 *
 * @throws CommandFailure when a file cannot be read, or describes no insole: one line with its place
 */
export async function loadInsoles({
  settings,
  origins,
  file,
}: Pick<LoadedSettings, 'settings' | 'origins' | 'file'>): Promise<ConfiguredInsoles> {
  const load = (given: string, origin: SettingOrigin) => loadInsole(given, origin, file);
  const usual = await load(settings.insole, origins.insole);
  const byPatient = new Map<PatientId, Insole>();
  for (const [given, patients] of Object.entries(settings.insoles)) {
    const insole = await load(given, origins.insoles);
    for (const patient of patients) byPatient.set(patient, insole);
  }
  return { usual, of: (patient) => byPatient.get(patient) ?? usual };
}

async function loadInsole(given: string, origin: SettingOrigin, configFile: string | null): Promise<Insole> {
  const builtIn = BUILT_IN_INSOLES.get(given);
  if (builtIn !== undefined) return builtIn;
  // What a file names is looked for beside it first.
  const folders = origin.kind === 'file' && configFile !== null ? [dirname(configFile), ''] : [''];
  const places = (isAbsolute(given) ? [''] : folders).flatMap((folder) =>
    ENDINGS.map((ending) => join(folder, given + ending)),
  );
  const path = places.find((place) => existsSync(place)) ?? given;
  try {
    const read = await readInsoleFile(path);
    if (read.kind === 'insole') return read.insole;
    throw new CommandFailure(EXIT.wrongConfiguration, read.message);
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error) || !('code' in error)) throw error;
    const names = [...BUILT_IN_INSOLES.keys()].join(', ');
    throw refuseSetting(
      origin,
      `names ${given}, which is neither ${names} nor a file that can be used: ${explainFileError(error, 'read')}`,
    );
  }
}
