import type { Settings } from '../settings/registry.ts';
import { resolveSettings, type SettingOrigins } from '../settings/resolve-settings.ts';
import { CONFIG_VARIABLE } from '../settings/unknown-variables.ts';
import { CommandFailure } from './exit-code.ts';
import { readConfigFile } from './read-config-file.ts';
import { getRefusalCode } from './refuse-setting.ts';

/** The settings of a command, and where each came from. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly origins: SettingOrigins;
  /** The configuration file that was read; null when there is none. */
  readonly file: string | null;
  /** Whether the file sets nothing. Only one that is named is read then: the search passes over empty files. */
  readonly isFileEmpty: boolean;
  /** What is likely not meant as it stands, though nothing is wrong: a sentence each, without a full stop. */
  readonly warnings: readonly string[];
}

/**
 * Loads the settings of a command from its flags, the environment and the configuration file.
 *
 * @param flags by their names without dashes; `config` names the file to read
 * @throws CommandFailure when a value is wrong, with one line that names the value, its place and what is allowed
 */
export async function loadSettings(flags: Readonly<Record<string, unknown>>): Promise<LoadedSettings> {
  const named = typeof flags.config === 'string' ? flags.config : process.env[CONFIG_VARIABLE] || null;
  const { file, warnings } = await readConfigFile(named);
  const resolved = resolveSettings({ flags, environment: process.env, file });
  if (resolved.kind === 'refused')
    throw new CommandFailure(getRefusalCode(resolved.source), resolved.message);
  return {
    settings: resolved.settings,
    origins: resolved.origins,
    file: file?.name ?? null,
    isFileEmpty: file !== null && Object.keys(file.content ?? {}).length === 0,
    warnings: [...warnings, ...resolved.warnings],
  };
}
