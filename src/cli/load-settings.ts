import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { cosmiconfig, type Loader } from 'cosmiconfig';
import { findJsonFault, makeYamlFault, type SyntaxFault } from '../settings/parse-error.ts';
import type { Settings } from '../settings/registry.ts';
import { resolveSettings, type SettingOrigins } from '../settings/resolve-settings.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';
import { getRefusalCode } from './refuse-setting.ts';

const NAMES = ['footwatch.yaml', 'footwatch.yml', 'footwatch.json'];
const SYSTEM_FOLDER = '/etc/footwatch';

/** The settings of a command, and where each came from. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly origins: SettingOrigins;
  /** The configuration file that was read; null when there is none. */
  readonly file: string | null;
  /** Whether the file sets nothing. Only one that is named is read then: the search passes over empty files. */
  readonly isFileEmpty: boolean;
}

/**
 * Loads the settings of a command from its flags, the environment and the configuration file.
 *
 * @param flags by their names without dashes; `config` names the file to read
 * @throws CommandFailure when a value is wrong, with one line that names the value, its place and what is allowed
 */
export async function loadSettings(flags: Readonly<Record<string, unknown>>): Promise<LoadedSettings> {
  const file = await readConfigFile(typeof flags.config === 'string' ? flags.config : null);
  const resolved = resolveSettings({ flags, environment: process.env, file });
  if (resolved.kind === 'refused')
    throw new CommandFailure(getRefusalCode(resolved.source), resolved.message);
  return {
    settings: resolved.settings,
    origins: resolved.origins,
    file: file?.name ?? null,
    isFileEmpty: file !== null && Object.keys(file.content ?? {}).length === 0,
  };
}

async function readConfigFile(named: string | null): Promise<{ name: string; content: unknown } | null> {
  try {
    // Creating an explorer can fail too: it looks for cosmiconfig's own settings, in package.json among others.
    const explorer = cosmiconfig('footwatch', {
      searchPlaces: [...NAMES, '.footwatchrc', ...NAMES.map((name) => `.${name.replace('.', 'rc.')}`)],
      searchStrategy: 'global',
      loaders: { '.js': refuseCode, '.cjs': refuseCode, '.mjs': refuseCode, '.ts': refuseCode },
    });
    const found = named
      ? // cosmiconfig gives null for a file that holds only comments.
        ((await explorer.load(named)) ?? { filepath: resolve(named), config: null })
      : ((await explorer.search()) ?? (await searchSystemFolder()));
    return found && { name: shortenPath(found.filepath), content: found.isEmpty ? null : found.config };
  } catch (error) {
    throw new CommandFailure(EXIT.wrongConfiguration, await explainUnreadable(error, named));
  }
}

function searchSystemFolder() {
  return cosmiconfig('footwatch', { searchPlaces: NAMES, searchStrategy: 'none' }).search(SYSTEM_FOLDER);
}

/** A configuration file never runs code. */
const refuseCode: Loader = (path) => {
  throw new Error(`${path} is code`);
};

/** What cosmiconfig's errors carry beside a message. */
interface ParserError {
  readonly filepath?: string;
  /** Set by the YAML parser. */
  readonly reason?: string;
  /** Set by the YAML parser when the fault is in a line, counted from 0. */
  readonly mark?: { readonly line: number };
}

async function explainUnreadable(error: unknown, named: string | null): Promise<string> {
  const { message, code, name, filepath, reason, mark } = error as NodeJS.ErrnoException & ParserError;
  const file = filepath ?? named ?? 'configuration file';
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return `${file}: ${explainFileError(error, 'read')}`;
  const fault = reason === undefined ? await findFault(name, file) : makeYamlFault(reason, mark?.line);
  const where = fault?.line ? `line ${fault.line}: ` : '';
  // Without a fault the message is that of `refuseCode`. Those of the parsers would show what is in the file.
  const [first = ''] = message.split('\n');
  return `${shortenPath(file)}: not readable as YAML or JSON: ${where}${fault?.reason ?? first.slice(0, 120)}`;
}

/** Finds the fault of a JSON file again, as cosmiconfig's error tells no line; null for any other error. */
async function findFault(errorName: string, file: string): Promise<SyntaxFault | null> {
  if (errorName !== 'JSONError') return null;
  return (
    findJsonFault(await readFile(file, 'utf8').catch(() => '')) ?? { line: null, reason: 'it has changed' }
  );
}

/** The path from the working directory where it lies below, else as it is. */
function shortenPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
