import { API_SETTINGS } from './sections/api-settings.ts';
import { CACHER_SETTINGS } from './sections/cacher-settings.ts';
import { CHECK_SETTINGS } from './sections/check-settings.ts';
import { ERASE_SETTINGS } from './sections/erase-settings.ts';
import { EXPORT_SETTINGS } from './sections/export-settings.ts';
import { INSOLE_SETTINGS } from './sections/insole-settings.ts';
import { JSON_SETTINGS } from './sections/json-settings.ts';
import { KEEP_SETTINGS } from './sections/keep-settings.ts';
import { LOG_SETTINGS } from './sections/log-settings.ts';
import { METRICS_SETTINGS } from './sections/metrics-settings.ts';
import { OUTPUT_SETTINGS } from './sections/output-settings.ts';
import { PATIENTS_SETTING } from './sections/patients-setting.ts';
import { REDIS_SETTINGS } from './sections/redis-settings.ts';
import { SERVE_SETTINGS } from './sections/serve-settings.ts';
import { SIMULATE_SETTINGS } from './sections/simulate-settings.ts';
import { WATCH_SETTINGS } from './sections/watch-settings.ts';
import type { SettingDefinition } from './setting-definition.ts';

const DEFINITIONS = {
  ...REDIS_SETTINGS,
  ...API_SETTINGS,
  ...JSON_SETTINGS,
  ...PATIENTS_SETTING,
  ...INSOLE_SETTINGS,
  ...CACHER_SETTINGS,
  ...METRICS_SETTINGS,
  ...WATCH_SETTINGS,
  ...OUTPUT_SETTINGS,
  ...EXPORT_SETTINGS,
  ...KEEP_SETTINGS,
  ...ERASE_SETTINGS,
  ...CHECK_SETTINGS,
  ...SIMULATE_SETTINGS,
  ...SERVE_SETTINGS,
  ...LOG_SETTINGS,
};

/** A setting by its dotted path in a configuration file: `cacher.interval`. */
export type SettingKey = keyof typeof DEFINITIONS;

/** The value of every setting, read and checked. Durations are milliseconds. */
export type Settings = { readonly [K in SettingKey]: (typeof DEFINITIONS)[K]['default'] };

/** The definition of every setting. Flags, environment variables, help, messages, completion and docs all come from here. */
export const SETTINGS: { readonly [K in SettingKey]: SettingDefinition<Settings[K]> } = DEFINITIONS;

/** Every setting's key, section by section. */
export const SETTING_KEYS = Object.keys(DEFINITIONS) as SettingKey[];

/** The environment variable of a setting, `FOOTWATCH_BASE_URL`; null for one that stands in configuration files only. */
export function getEnvironmentVariable(key: SettingKey): string | null {
  const { flag, environment = flag } = SETTINGS[key];
  return environment === undefined ? null : `FOOTWATCH_${environment.toUpperCase().replaceAll('-', '_')}`;
}

/** Shows a setting's value as a configuration file would hold it, with secrets masked; null where nothing is set. */
export function showSetting<K extends SettingKey>(key: K, value: Settings[K]): unknown {
  const definition: SettingDefinition<unknown> = SETTINGS[key];
  return value === null ? null : definition.show(value);
}
