import { SETTING_KEYS, showSetting } from '../../settings/registry.ts';
import type { SettingOrigin } from '../../settings/resolve-settings.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { resolveRedisTarget } from '../open-redis.ts';

/** `footwatch config show`: prints every setting in force, and where it came from. */
export async function runConfigShow({ settings }: LoadedSettings, invocation: Invocation): Promise<number> {
  // The flag --json says how to print the settings, and is not one of the settings to print.
  const loaded = await loadSettings({ ...invocation.flags, json: undefined });
  const rows = SETTING_KEYS.map((key) => ({
    key,
    value: showSetting(key, loaded.settings[key]),
    origin: loaded.origins[key].kind,
    from: getSource(loaded.origins[key], loaded.file),
  }));
  if (settings['watch.json']) {
    const shown = Object.fromEntries(rows.map(({ key, ...row }) => [key, row]));
    process.stdout.write(`${JSON.stringify({ file: loaded.file, settings: shown })}\n`);
    return EXIT.done;
  }
  const cells = rows.map(({ key, value, origin, from }) => [
    key,
    formatValue(value),
    from === null ? origin : `${origin} ${from}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const [key = '', value = '', origin = ''] of cells) {
    process.stdout.write(`${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}\n`);
  }
  return EXIT.done;
}

/** `footwatch config validate`: says that the settings are right. Wrong ones fail earlier, while they are loaded. */
export async function runConfigValidate(loaded: LoadedSettings): Promise<number> {
  const { origins, file } = loaded;
  // These read the files that the settings name.
  resolveRedisTarget(loaded);
  await loadInsoles(loaded);
  const fromEnvironment = SETTING_KEYS.filter((key) => origins[key].kind === 'environment').length;
  process.stdout.write(
    `${file === null ? 'no configuration file was found' : `${file} is right`}; ${
      fromEnvironment === 0
        ? 'the environment sets nothing'
        : `the environment is right and sets ${fromEnvironment}`
    }\n`,
  );
  return EXIT.done;
}

/** The flag, the variable or the file that a setting came from; null for a default. */
function getSource({ kind, place }: SettingOrigin, file: string | null): string | null {
  if (kind === 'default') return null;
  return kind === 'file' ? file : place;
}

function formatValue(value: unknown): string {
  if (value === null || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
