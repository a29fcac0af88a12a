import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { cosmiconfig, type Loader } from 'cosmiconfig';
import { jsonFault, type SyntaxFault, yamlFault } from '../settings/parse-error.ts';
import type { SettingKey, Settings } from '../settings/registry.ts';
import { resolveSettings, type SettingOrigin } from '../settings/resolve-settings.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

const NAMES = ['footwatch.yaml', 'footwatch.yml', 'footwatch.json'];
const SYSTEM_FOLDER = '/etc/footwatch';

export interface LoadedSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<SettingKey, SettingOrigin>>;
  /** The configuration file that was read; null when there is none. */
  readonly file: string | null;
  /** Whether it says nothing, or nothing but comments. A file that is searched for is passed over then. */
  readonly isFileEmpty: boolean;
}

/**
 * The settings in force for a command.
 *
 * @param flags what the command line gave, by flag without dashes; `config` names the file to read
 * @throws CommandFailure with exit code 2 or 78 and one line that names what is wrong, where, and what is allowed
 */
export async function loadSettings(flags: Readonly<Record<string, unknown>>): Promise<LoadedSettings> {
  const file = await readConfigFile(typeof flags.config === 'string' ? flags.config : null);
  const resolved = resolveSettings({ flags, environment: process.env, file });
  switch (resolved.kind) {
    case 'resolved':
      return {
        ...resolved,
        file: file?.name ?? null,
        isFileEmpty: file !== null && Object.keys(file.content ?? {}).length === 0,
      };
    case 'wrongUsage':
      throw new CommandFailure(EXIT.wrongUsage, resolved.message);
    case 'wrongConfiguration':
      throw new CommandFailure(EXIT.wrongConfiguration, resolved.message);
  }
}

async function readConfigFile(named: string | null): Promise<{ name: string; content: unknown } | null> {
  try {
    // Making one already looks for settings of cosmiconfig itself, in package.json among others, and can fail.
    const explorer = cosmiconfig('footwatch', {
      searchPlaces: [...NAMES, '.footwatchrc', ...NAMES.map((name) => `.${name.replace('.', 'rc.')}`)],
      searchStrategy: 'global',
      loaders: { '.js': refuseCode, '.cjs': refuseCode, '.mjs': refuseCode, '.ts': refuseCode },
    });
    const found = named
      ? // Of a file of comments it says that there is none.
        ((await explorer.load(named)) ?? { filepath: resolve(named), config: null })
      : ((await explorer.search()) ?? (await searchSystemFolder()));
    return found && { name: nameOf(found.filepath), content: found.isEmpty ? null : found.config };
  } catch (error) {
    throw new CommandFailure(EXIT.wrongConfiguration, await explain(error, named));
  }
}

function searchSystemFolder() {
  return cosmiconfig('footwatch', { searchPlaces: NAMES, searchStrategy: 'none' }).search(SYSTEM_FOLDER);
}

/** A configuration file never runs code. */
const refuseCode: Loader = (path) => {
  throw new Error(`${path} is code`);
};

async function explain(error: unknown, named: string | null): Promise<string> {
  const { message, code, name, filepath, reason, mark } = error as NodeJS.ErrnoException & SyntaxProblem;
  const file = filepath ?? named ?? 'configuration file';
  if (code === 'ENOENT') return `${file}: no such file`;
  if (code === 'EACCES') return `${file}: not readable`;
  if (code === 'EISDIR') return `${file}: is a folder, allowed is a YAML or JSON file`;
  const fault: SyntaxFault | null =
    reason === undefined ? await faultOfJson(name, file) : yamlFault(reason, mark?.line);
  const where = fault?.line ? `line ${fault.line}: ` : '';
  // What is neither is our own, of a file that is code: the messages of the parsers show what is in the file.
  const [first = ''] = message.split('\n');
  return `${nameOf(file)}: not readable as YAML or JSON: ${where}${fault?.reason ?? first.slice(0, 120)}`;
}

/** What the parsers of cosmiconfig tell of a fault. */
interface SyntaxProblem {
  readonly filepath?: string;
  /** Of YAML. */
  readonly reason?: string;
  /** Of YAML, from 0; absent for a fault in no line. */
  readonly mark?: { readonly line: number };
}

/** Its parser of JSON tells no line. */
async function faultOfJson(errorName: string, file: string): Promise<SyntaxFault | null> {
  if (errorName !== 'JSONError') return null;
  return jsonFault(await readFile(file, 'utf8').catch(() => '')) ?? { line: null, reason: 'it has changed' };
}

function nameOf(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
