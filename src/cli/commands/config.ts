import { showSetting } from '../../settings/format-setting.ts';
import {
  environmentVariable,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../settings/registry.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { redisTarget } from '../open-redis.ts';

/** Every setting in force, and where it came from. */
export async function runConfigShow(
  settings: Settings,
  _origins: LoadedSettings['origins'],
  invocation: Invocation,
): Promise<number> {
  // `--json` is how this prints, and not how `watch` would.
  const loaded = await loadSettings({ ...invocation.flags, json: undefined });
  const rows = SETTING_KEYS.map((key) => ({
    key,
    value: showSetting(key, loaded.settings[key]),
    origin: loaded.origins[key],
    from: placeOf(key, loaded),
  }));
  if (settings['watch.json']) {
    const shown = Object.fromEntries(rows.map(({ key, ...row }) => [key, row]));
    process.stdout.write(`${JSON.stringify({ file: loaded.file, settings: shown })}\n`);
    return EXIT.done;
  }
  const cells = rows.map(({ key, value, origin, from }) => [
    key,
    textOf(value),
    from === null ? origin : `${origin} ${from}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const [key = '', value = '', origin = ''] of cells) {
    process.stdout.write(`${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}\n`);
  }
  return EXIT.done;
}

/** What is wrong ends the run before it comes here. */
export async function runConfigValidate(
  settings: Settings,
  origins: LoadedSettings['origins'],
  { file }: Invocation,
): Promise<number> {
  // The files that the settings name are part of it.
  redisTarget(settings);
  const fromEnvironment = SETTING_KEYS.filter((key) => origins[key] === 'environment').length;
  process.stdout.write(
    `${file === null ? 'no configuration file is found' : `${file} is right`}; ${
      fromEnvironment === 0
        ? 'the environment sets nothing'
        : `the environment is right and sets ${fromEnvironment}`
    }\n`,
  );
  return EXIT.done;
}

/** The flag, the variable or the file that a setting was taken from; null for a default. */
function placeOf(key: SettingKey, { origins, file }: LoadedSettings): string | null {
  const { flag } = SETTINGS[key] as { flag?: string };
  switch (origins[key]) {
    case 'flag':
      return `--${flag}`;
    case 'environment':
      return environmentVariable(key);
    case 'file':
      return file;
    case 'default':
      return null;
  }
}

function textOf(value: unknown): string {
  if (value === null || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
