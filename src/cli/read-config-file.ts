import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, relative, resolve } from 'node:path';
import type { Loader, PublicExplorer } from 'cosmiconfig';
import { findJsonFault, makeYamlFault, type SyntaxFault } from '../settings/parse-error.ts';
import { listConfigPlaces } from './config-places.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { explainFileError } from './explain-file-error.ts';

/** A parsed configuration file. */
export interface ConfigFile {
  /** Its name for messages. */
  readonly name: string;
  /** Null when it holds nothing. */
  readonly content: unknown;
}

/** The configuration file, null for none, and what may have hidden one. */
export interface FoundConfig {
  readonly file: ConfigFile | null;
  /** A sentence each, without a full stop. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration file that is named, else the first that is found and not empty.
 *
 * @throws CommandFailure when a file cannot be read, also one that would have been found
 */
export async function readConfigFile(named: string | null): Promise<FoundConfig> {
  let path = named ?? 'configuration file';
  try {
    const load = await createLoader();
    if (named !== null) return { file: makeFile(named, await load(named)), warnings: [] };
    const warnings: string[] = [];
    for (const place of listConfigPlaces()) {
      if (place.kind === 'closed') {
        warnings.push(
          `${place.folder} may not be searched: a configuration file in it or below is passed over`,
        );
        continue;
      }
      path = place.path;
      if (place.kind === 'unreadable')
        throw new CommandFailure(EXIT.wrongConfiguration, `${shortenPath(resolve(path))}: ${place.reason}`);
      const content = await load(place.path);
      if (content !== null) return { file: makeFile(place.path, content), warnings };
    }
    return { file: null, warnings };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(EXIT.wrongConfiguration, await explainUnreadable(error, path));
  }
}

function makeFile(path: string, content: unknown): ConfigFile {
  return { name: shortenPath(resolve(path)), content };
}

/** Gives the function that reads a file by its path as given, and parses it; null is a file that holds nothing. */
async function createLoader(): Promise<(path: string) => Promise<unknown>> {
  provideHome();
  const { cosmiconfig, defaultLoaders } = await import('cosmiconfig');
  const loaders = {
    ...defaultLoaders,
    '.json': (path: string, text: string) => defaultLoaders['.json'](path, withoutMark(text)),
    '.js': refuseCode,
    '.cjs': refuseCode,
    '.mjs': refuseCode,
    '.ts': refuseCode,
  };
  const loadFromHere = async (path: string) => {
    const text = await readFile(path, 'utf8');
    const load: Loader = loaders[(extname(path) || 'noExt') as keyof typeof loaders] ?? refuseKind;
    return text.trim() === '' ? null : await load(path, text);
  };
  const loadByAbsolutePath = createExplorer(() => cosmiconfig('footwatch', { loaders }));
  return async (path) => {
    try {
      // cosmiconfig gives null for a file that holds only comments.
      return (await loadByAbsolutePath(path))?.config ?? null;
    } catch (error) {
      if (!isBarred(error)) throw error;
      return (await loadFromHere(path)) ?? null;
    }
  };
}

/** Creating an explorer can fail too: it looks for cosmiconfig's own settings, in package.json among others. */
function createExplorer(create: () => PublicExplorer): PublicExplorer['load'] {
  try {
    return create().load;
  } catch (error) {
    if (!isBarred(error)) throw error;
    return () => Promise.reject(error);
  }
}

/** cosmiconfig opens absolute paths, which a closed folder bars even where the file can be reached from here. */
function isBarred(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EACCES';
}

/** cosmiconfig cannot even be imported without a home folder. Docker too gives a user that it does not know the root. */
function provideHome(): void {
  try {
    homedir();
  } catch {
    process.env.HOME = '/';
  }
}

/** A configuration file never runs code. */
const refuseCode: Loader = (path) => {
  throw new Error(`${path} is code`);
};

const refuseKind: Loader = () => {
  throw new Error('its name has to end in .yaml, .yml or .json');
};

/** Takes away the byte order mark that some editors begin a file with: JSON has none, the YAML parser passes over it. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** What cosmiconfig's errors carry beside a message. */
interface ParserError {
  readonly filepath?: string;
  /** Set by the YAML parser. */
  readonly reason?: string;
  /** Set by the YAML parser when the fault is in a line, counted from 0. */
  readonly mark?: { readonly line: number };
}

async function explainUnreadable(error: unknown, named: string | null): Promise<string> {
  const { message, code, name, filepath, reason, mark, syscall } = error as NodeJS.ErrnoException &
    ParserError;
  const file = filepath ?? named ?? 'configuration file';
  if (syscall === 'uv_cwd') return 'the working directory does not exist any more';
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
  const text = withoutMark(await readFile(file, 'utf8').catch(() => ''));
  return findJsonFault(text) ?? { line: null, reason: 'it has changed' };
}

/** The path from the working directory where it lies below, else as it is. */
function shortenPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
