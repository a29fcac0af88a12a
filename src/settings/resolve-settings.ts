import {
  environmentVariable,
  HEADER_TEXT,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from './registry.ts';

/** Where a setting may come from, the strongest first. */
export interface SettingSources {
  /** What the command line gave, by flag without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The content of the configuration file, and its name for errors; null when there is none. */
  readonly file: { readonly name: string; readonly content: unknown } | null;
}

export type SettingOrigin = 'flag' | 'environment' | 'file' | 'default';

export type ResolvedSettings =
  | {
      readonly kind: 'resolved';
      readonly settings: Settings;
      readonly origins: Readonly<Record<SettingKey, SettingOrigin>>;
    }
  /** Wrong on the command line. */
  | { readonly kind: 'wrongUsage'; readonly message: string }
  /** Wrong in the file or in the environment. */
  | { readonly kind: 'wrongConfiguration'; readonly message: string };

/** Settles every setting: flags before the environment before the file before the defaults. */
export function resolveSettings(sources: SettingSources): ResolvedSettings {
  const flattened = flattenFile(sources.file);
  if (typeof flattened === 'string') return { kind: 'wrongConfiguration', message: flattened };

  const settings: Partial<Record<SettingKey, unknown>> = {};
  const origins: Partial<Record<SettingKey, SettingOrigin>> = {};
  for (const key of SETTING_KEYS) {
    const candidate = findCandidate(key, sources, flattened);
    origins[key] = candidate?.origin ?? 'default';
    if (!candidate) {
      settings[key] = SETTINGS[key].default;
      continue;
    }
    const value = SETTINGS[key].read(candidate.raw);
    if (value === null) {
      const kind = candidate.origin === 'flag' ? 'wrongUsage' : 'wrongConfiguration';
      return { kind, message: complain(key, candidate) };
    }
    settings[key] = value;
  }
  const headers = expandHeaders(settings['api.headers'] as Settings['api.headers'], sources);
  if (typeof headers === 'string') return { kind: 'wrongConfiguration', message: headers };
  return {
    kind: 'resolved',
    settings: { ...settings, 'api.headers': headers } as Settings,
    origins: origins as Record<SettingKey, SettingOrigin>,
  };
}

interface Candidate {
  readonly origin: SettingOrigin;
  /** Where it stands, for an error. */
  readonly where: string;
  readonly raw: unknown;
}

function findCandidate(
  key: SettingKey,
  sources: SettingSources,
  file: ReadonlyMap<string, unknown>,
): Candidate | null {
  const { flag } = SETTINGS[key] as { flag?: string };
  if (flag !== undefined) {
    const given = sources.flags[flag];
    if (given !== undefined) return { origin: 'flag', where: `--${flag}`, raw: given };
  }
  const variable = environmentVariable(key);
  const set = variable === null ? undefined : sources.environment[variable];
  if (variable !== null && set !== undefined && set !== '')
    return { origin: 'environment', where: variable, raw: set };
  if (!file.has(key)) return null;
  return { origin: 'file', where: `${sources.file?.name}: ${key}`, raw: file.get(key) };
}

function complain(key: SettingKey, { where, raw }: Candidate): string {
  const { allowed, secret } = SETTINGS[key] as { allowed: string; secret?: true };
  return `${where} is ${secret ? 'wrong' : show(raw)}, allowed is ${allowed}`;
}

function show(raw: unknown): string {
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a wrong list' : 'a mapping';
  const shown = JSON.stringify(raw) ?? String(raw);
  return shown.length <= 60 ? shown : `${shown.slice(0, 57)}…`;
}

/** The file's leaves by dotted key, or the complaint about one that is not known. */
function flattenFile(file: SettingSources['file']): ReadonlyMap<string, unknown> | string {
  const leaves = new Map<string, unknown>();
  if (!file || file.content === null || file.content === undefined) return leaves;
  if (!isMapping(file.content))
    return `${file.name}: the file is no mapping, allowed are the keys ${childrenOf('')}`;
  const walk = (mapping: object, prefix: string): string | null => {
    for (const [name, value] of Object.entries(mapping)) {
      const key = prefix + name;
      if (Object.hasOwn(SETTINGS, key)) {
        // An empty value in YAML says nothing: the default holds.
        if (value !== null) leaves.set(key, value);
      } else if (SETTING_KEYS.some((known) => known.startsWith(`${key}.`))) {
        if (value === null) continue;
        if (!isMapping(value))
          // Not shown: it may be an address with a password, in the wrong place.
          return `${file.name}: ${key} is no mapping, allowed are the keys ${childrenOf(`${key}.`)}`;
        const complaint = walk(value, `${key}.`);
        if (complaint !== null) return complaint;
      } else {
        return `${file.name}: unknown key ${show(key)}, allowed ${prefix ? `in ${prefix.slice(0, -1)} ` : ''}are ${childrenOf(prefix)}`;
      }
    }
    return null;
  };
  return walk(file.content, '') ?? leaves;
}

function childrenOf(prefix: string): string {
  const children = SETTING_KEYS.filter((key) => key.startsWith(prefix)).map(
    (key) => key.slice(prefix.length).split('.')[0],
  );
  return [...new Set(children)].join(', ');
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Secrets stay out of files: `${NAME}` in a header's value is taken from the environment. */
function expandHeaders(
  headers: Settings['api.headers'],
  { environment, file }: SettingSources,
): Record<string, string> | string {
  const expanded: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    let missing: string | null = null;
    expanded[name] = value.replace(/\$\{(\w+)\}/g, (_, variable: string) => {
      const content = environment[variable];
      if (content === undefined || !HEADER_TEXT.test(content)) missing = variable;
      return content ?? '';
    });
    if (missing !== null) {
      return `${file?.name}: api.headers: ${name} needs ${missing} from the environment, allowed is one line of text in Latin-1`;
    }
  }
  return expanded;
}
