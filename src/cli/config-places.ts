import { accessSync, constants, lstatSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { explainFileError } from './explain-file-error.ts';

const NAMES = ['footwatch.yaml', 'footwatch.yml', 'footwatch.json'];
const HIDDEN_NAMES = ['.footwatchrc', ...NAMES.map((name) => `.${name.replace('.', 'rc.')}`)];
/** cosmiconfig's names in the folder of a program. Those of code are refused when they are loaded. */
const PROGRAM_NAMES = [
  'config',
  ...['json', 'yaml', 'yml', 'js', 'ts', 'cjs', 'mjs'].map((end) => `config.${end}`),
];
const SYSTEM_FOLDER = '/etc/footwatch';

/** A file that may be the configuration, and what keeps it from being looked at. */
export type ConfigPlace =
  | { readonly kind: 'file'; readonly path: string }
  /** There is such a file, which cannot be read. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }
  /** Whether there is a file cannot be known: this folder may not be searched. */
  | { readonly kind: 'closed'; readonly folder: string };

/**
 * Lists the files that may be the configuration, the strongest first: from the working directory upwards to the home
 * folder, else to the root; then in the user's configuration folder; then in /etc/footwatch. Folders of the working
 * directory are looked at from where the process is, as one above it may be closed.
 */
export function* listConfigPlaces(): Generator<ConfigPlace> {
  const closed = new Set<string>();
  for (const [folder, names] of listFolders()) {
    for (const name of names) {
      const place = examine(folder, name);
      if (place === null) continue;
      if (place.kind === 'closed') {
        if (!closed.has(place.folder)) yield place;
        closed.add(place.folder);
        break;
      }
      yield place;
    }
  }
}

function* listFolders(): Generator<readonly [folder: string, names: readonly string[]]> {
  const home = findHome();
  for (let folder = '.'; ; folder = join(folder, '..')) {
    yield [folder, [...NAMES, ...HIDDEN_NAMES]];
    const path = resolve(folder);
    if (path === home || path === dirname(path)) break;
  }
  const user = findUserFolder(home);
  if (user !== null) yield [join(user, 'footwatch'), [...PROGRAM_NAMES, ...NAMES]];
  yield [SYSTEM_FOLDER, NAMES];
}

/** The home folder; null where there is none, as for a user without an entry in the list of users. */
function findHome(): string | null {
  try {
    return homedir() || null;
  } catch {
    return null;
  }
}

function findUserFolder(home: string | null): string | null {
  if (process.env.XDG_CONFIG_HOME) return resolve(process.env.XDG_CONFIG_HOME);
  if (home === null) return null;
  return process.platform === 'darwin' ? join(home, 'Library', 'Preferences') : join(home, '.config');
}

/** Looks at a file without opening it; null when there is none. */
function examine(folder: string, name: string): ConfigPlace | null {
  const path = join(folder, name);
  try {
    lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'EACCES' || code === 'EPERM') return { kind: 'closed', folder: findClosedFolder(folder) };
    return { kind: 'unreadable', path, reason: explainFileError(error, 'read') };
  }
  const reason = explainUnreadable(path);
  return reason === null ? { kind: 'file', path } : { kind: 'unreadable', path, reason };
}

/** Why a file that is there cannot be read: a folder in its place is what Docker makes of a mount without a file. */
function explainUnreadable(path: string): string | null {
  try {
    if (statSync(path).isDirectory()) return 'is a folder';
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    const isDangling = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isDangling ? 'is a link to a file that does not exist' : explainFileError(error, 'read');
  }
}

/** The first folder on the way to another one that may not be searched. */
function findClosedFolder(folder: string): string {
  const way = folder.startsWith('.') ? listWayUp(folder) : listWayDown(resolve(folder));
  return resolve(way.find((each) => !isSearchable(each)) ?? folder);
}

/** `.`, `..`, `../..` and so on, to a folder above the working directory. */
function listWayUp(folder: string): readonly string[] {
  const steps = folder === '.' ? [] : folder.split(sep);
  return ['.', ...steps.map((_, last) => join(...steps.slice(0, last + 1)))];
}

function listWayDown(path: string): readonly string[] {
  return path === dirname(path) ? [path] : [...listWayDown(dirname(path)), path];
}

function isSearchable(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}
