import { Refusal } from '../core/refusal.ts';
import {
  getEnvironmentVariable,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from './registry.ts';
import type { Environment, SettingDefinition } from './setting-definition.ts';
import { showRaw } from './show-raw.ts';
import { describeUnknownVariables } from './unknown-variables.ts';

/** What settings are resolved from, the strongest source first. */
export interface SettingSources {
  /** What the command line gave, by flag without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  /** The parsed configuration file and its name for messages; null when there is none. */
  readonly file: { readonly name: string; readonly content: unknown } | null;
}

/** The kinds of sources of a setting, the strongest first. */
export type SourceKind = 'flag' | 'environment' | 'file' | 'default';

/** Where a setting's value came from. */
export interface SettingOrigin {
  readonly kind: SourceKind;
  /** The name there, for messages: `--format`, `FOOTWATCH_FORMAT` or `footwatch.yaml: output.format`; the key for a default. */
  readonly place: string;
}

/** Where the value of every setting came from. */
export type SettingOrigins = Readonly<Record<SettingKey, SettingOrigin>>;

/** All settings and their origins, or the first value that is wrong. */
export type ResolvedSettings =
  | {
      readonly kind: 'resolved';
      readonly settings: Settings;
      readonly origins: SettingOrigins;
      /** What is likely not meant as it stands, though nothing is wrong: a sentence each, without a full stop. */
      readonly warnings: readonly string[];
    }
  /** The message names the place of the wrong value and what it must be. */
  | { readonly kind: 'refused'; readonly source: SourceKind; readonly message: string };

/** Resolves every setting: flags before the environment before the configuration file before the defaults. */
export function resolveSettings(sources: SettingSources): ResolvedSettings {
  const leaves = flattenFile(sources.file);
  if (typeof leaves === 'string') return { kind: 'refused', source: 'file', message: leaves };

  const settings: Partial<Record<SettingKey, unknown>> = {};
  const origins: Partial<Record<SettingKey, SettingOrigin>> = {};
  const warnings = describeUnknownVariables(sources.environment);
  for (const key of SETTING_KEYS) {
    const { origin, raw } = findSource(key, sources, leaves);
    const reading = origin.kind === 'default' ? null : readValue(SETTINGS[key], raw, sources.environment);
    if (reading?.kind === 'refused')
      return { kind: 'refused', source: origin.kind, message: origin.place + reading.reason };
    origins[key] = origin;
    settings[key] = reading === null ? SETTINGS[key].default : reading.value;
    const remark = remarkOn(SETTINGS[key], reading, leaves.get(key));
    if (remark !== null)
      warnings.push(`${reading === null ? placeInFile(key, sources.file) : origin.place} ${remark}`);
  }
  return { kind: 'resolved', settings: settings as Settings, origins: origins as SettingOrigins, warnings };
}

/** Where a setting's value comes from, and the value as it stands there. */
function findSource(
  key: SettingKey,
  { flags, environment, file }: SettingSources,
  leaves: ReadonlyMap<string, unknown>,
): { readonly origin: SettingOrigin; readonly raw: unknown } {
  const { flag } = SETTINGS[key];
  if (flag !== undefined && flags[flag] !== undefined)
    return { origin: { kind: 'flag', place: `--${flag}` }, raw: flags[flag] };
  const variable = getEnvironmentVariable(key);
  if (variable !== null && environment[variable])
    return { origin: { kind: 'environment', place: variable }, raw: environment[variable] };
  const raw = leaves.get(key) ?? undefined;
  if (raw !== undefined) return { origin: { kind: 'file', place: placeInFile(key, file) }, raw };
  return { origin: { kind: 'default', place: key }, raw: undefined };
}

function placeInFile(key: SettingKey, file: SettingSources['file']): string {
  return `${file?.name}: ${key}`;
}

/** What a user should know of a value, or of an empty one of the file that nothing else replaces. */
function remarkOn(
  definition: SettingDefinition<unknown>,
  reading: { readonly value: unknown } | null,
  inFile: unknown,
): string | null {
  if (reading === null && inFile !== null) return null;
  return definition.remark?.(reading?.value ?? null) ?? null;
}

/** Reads a value. The reason of a refusal is what follows the place in the message. */
function readValue(definition: SettingDefinition<unknown>, raw: unknown, environment: Environment) {
  const value = definition.read(raw);
  if (value === null || value instanceof Refusal) {
    const shown = definition.secret ? 'is wrong' : `is ${showRaw(raw)}`;
    const why = value === null ? '' : `: ${value.reason}`;
    return { kind: 'refused', reason: ` ${shown}; must be ${definition.allowed}${why}` } as const;
  }
  const expansion = definition.expand?.(value, environment) ?? ({ kind: 'expanded', value } as const);
  return expansion.kind === 'refused'
    ? ({ ...expansion, reason: `: ${expansion.reason}` } as const)
    : expansion;
}

/** The file's values by dotted key, null for empty ones, or the complaint about a key that is not known. */
function flattenFile(file: SettingSources['file']): ReadonlyMap<string, unknown> | string {
  const leaves = new Map<string, unknown>();
  if (!file || file.content === null || file.content === undefined) return leaves;
  if (!isMapping(file.content)) return `${file.name}: must be a mapping with the keys ${listChildren('')}`;
  const walk = (mapping: object, prefix: string): string | null => {
    for (const [name, value] of Object.entries(mapping)) {
      const key = prefix + name;
      if (Object.hasOwn(SETTINGS, key)) {
        leaves.set(key, value);
      } else if (SETTING_KEYS.some((known) => known.startsWith(`${key}.`))) {
        if (value === null) continue;
        // The value is not shown: it may be an address with a password, in the wrong place.
        if (!isMapping(value))
          return `${file.name}: ${key} must be a mapping with the keys ${listChildren(`${key}.`)}`;
        const complaint = walk(value, `${key}.`);
        if (complaint !== null) return complaint;
      } else {
        const place = prefix === '' ? '' : ` in ${prefix.slice(0, -1)}`;
        return `${file.name}: unknown key ${showRaw(key)}; allowed${place} are ${listChildren(prefix)}`;
      }
    }
    return null;
  };
  return walk(file.content, '') ?? leaves;
}

function listChildren(prefix: string): string {
  const children = SETTING_KEYS.filter((key) => key.startsWith(prefix)).map(
    (key) => key.slice(prefix.length).split('.')[0],
  );
  return [...new Set(children)].join(', ');
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
