import type { Cacher } from '../cacher/cacher.ts';
import type { Log } from '../cacher/log.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../settings/registry.ts';
import { requireApiAddress } from './api-address.ts';
import { selectPolledPatients } from './compose-cacher.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { LoadedSettings } from './load-settings.ts';
import { resolveApiAccess } from './open-api.ts';
import { resolveRedisTarget } from './open-redis.ts';

/** The settings that take effect when the configuration is read again. */
const RELOADED: readonly SettingKey[] = ['patients', 'cacher.shard'];

/**
 * Reads the configuration again and polls its patients. A wrong configuration changes nothing.
 *
 * @param atStart the settings that stay in force until a restart, but for the patients
 * @param inForce the configuration whose patients are polled
 * @returns the configuration whose patients are polled from then on
 */
export async function reloadCacher(
  atStart: Settings,
  inForce: LoadedSettings,
  load: () => Promise<LoadedSettings>,
  cacher: Cacher,
  log: Log,
): Promise<LoadedSettings> {
  try {
    const loaded = await load();
    refuseLoss(inForce, loaded);
    for (const warning of loaded.warnings) log.warn({}, warning);
    const { settings } = loaded;
    // A start with these settings has to succeed.
    if (settings['cacher.source'] === null) resolveApiAccess(loaded, requireApiAddress(loaded), null);
    resolveRedisTarget(loaded, (warning) => log.warn({}, warning));
    const patients = selectPolledPatients(settings);
    cacher.follow(patients);
    log.info({ patients: patients.length }, 'configuration read again');
    const others = SETTING_KEYS.filter(
      (key) => !RELOADED.includes(key) && JSON.stringify(settings[key]) !== JSON.stringify(atStart[key]),
    );
    if (others.length > 0) log.warn({ settings: others.join(', ') }, 'these settings need a restart');
    return loaded;
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    log.error({ error: error.message }, 'configuration refused, the old one stays in force');
    return inForce;
  }
}

/**
 * Refuses a configuration that was lost: a file that is just being written would otherwise start the default patients.
 *
 * @throws CommandFailure when the file, or its patients, are gone rather than changed
 */
function refuseLoss(before: LoadedSettings, after: LoadedSettings): void {
  const refuse = (message: string): never => {
    throw new CommandFailure(EXIT.wrongConfiguration, message);
  };
  if (before.file !== null && after.file !== before.file)
    refuse(
      `${before.file} is gone or empty${after.file === null ? '' : `, and ${after.file} needs a restart`}`,
    );
  if (after.isFileEmpty) refuse(`${after.file} is empty`);
  if (before.origins.patients.kind === 'file' && after.origins.patients.kind === 'default')
    refuse(`${after.file}: patients is gone; must be ${SETTINGS.patients.allowed}`);
}
