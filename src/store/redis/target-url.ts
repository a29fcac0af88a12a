import { percentDecode } from '../../core/percent-decode.ts';
import { Refusal } from '../../core/refusal.ts';

/** The parts of a URL behind its scheme; `hosts` and `path` are not read further. */
export interface UrlParts {
  /** In small letters, without its colon. */
  readonly scheme: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly hosts: string;
  /** From the slash behind the hosts on. */
  readonly path: string;
  /** From the question mark on. */
  readonly query: string;
}

const MAX_PORT = 65_535;
/** What a host can consist of; an IPv6 address stands in brackets. */
const HOST = /^(?:[\p{L}\p{N}._-]+|\[[0-9a-fA-F:.]+(?:%[\w.-]+)?\])$/u;

/** Divides a URL of Redis into its parts. The reason of a refusal says which part is wrong, and quotes none. */
export function divideUrl(text: string, schemes: readonly string[]): UrlParts | Refusal {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (scheme === undefined) return new Refusal('it has no scheme such as redis://');
  if (!schemes.includes(scheme.toLowerCase()))
    return new Refusal(`its scheme is none of ${schemes.map((name) => `${name}://`).join(', ')}`);
  const [, authority = '', path = '', query = '', fragment = ''] =
    /^([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest) ?? [];
  if (!authority.includes('@') && `${path}${query}${fragment}`.includes('@'))
    return new Refusal('the user or password has a / ? or #, which is written as %2F %3F %23');
  if (fragment !== '') return new Refusal('it has a #, with nothing that could stand behind it');
  const at = authority.lastIndexOf('@');
  const access = readUserInfo(authority.slice(0, Math.max(0, at)));
  if (access instanceof Refusal) return access;
  return { scheme: scheme.toLowerCase(), ...access, hosts: authority.slice(at + 1), path, query };
}

/** Reads a host and its port. */
export function readAddress(text: string, defaultPort: number): { host: string; port: number } | Refusal {
  if ((text.match(/:/g) ?? []).length > 1 && !text.startsWith('['))
    return new Refusal('an IPv6 address stands in brackets, such as [::1]:6379');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(text) ?? [];
  if (host === '') return new Refusal('the host is missing');
  if (!HOST.test(host) || !URL.canParse(`http://${host.replace(/%[\w.-]+/, '')}`))
    return new Refusal('the host is none');
  // A colon without a number behind it is the default port, as in every URL.
  const number = port === undefined || port === '' ? defaultPort : /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > MAX_PORT) return new Refusal(`the port is no number from 1 to ${MAX_PORT}`);
  return { host: host.replace(/^\[|\]$/g, ''), port: number };
}

/** Reads the database, which a slash stands before. */
export function readDatabase(path: string): number | Refusal {
  const [, db] = /^\/?(\d{0,5})$/.exec(path) ?? [];
  return db === undefined ? new Refusal('the database is no number from 0 to 99999') : Number(db);
}

function readUserInfo(text: string): { username: string | null; password: string | null } | Refusal {
  const [, user = '', secret = ''] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  const [username, password] = [percentDecode(user), percentDecode(secret)];
  if (username === null)
    return new Refusal('a % in the user begins no percent encoding: it is written as %25');
  if (password === null)
    return new Refusal('a % in the password begins no percent encoding: it is written as %25');
  if (username !== '' && password === '') return new Refusal('it has a user and no password');
  return { username: username || null, password: password || null };
}
