import { BlockList, isIP } from 'node:net';

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that an address is reached by; null for none. Or why the variable that names it cannot be used. */
export type ProxyChoice =
  | { readonly kind: 'chosen'; readonly proxy: URL | null }
  | { readonly kind: 'refused'; readonly variable: string; readonly reason: string };

/**
 * Chooses the proxy of an address by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, each in small letters or capitals, as curl and Go
 * understand them: `NO_PROXY` has host names, which hold for what is below them too, addresses, ranges such as `10.0.0.0/8`,
 * each with a port if need be, or `*`. Loopback addresses are never reached by a proxy.
 */
export function selectProxy(target: URL, environment: Environment): ProxyChoice {
  const variable = findVariable(target.protocol === 'https:' ? 'https_proxy' : 'http_proxy', environment);
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  if (variable === null || isLoopback(host) || isExcepted(host, port, environment))
    return { kind: 'chosen', proxy: null };
  const given = environment[variable] ?? '';
  const text = given.includes('://') ? given : `http://${given}`;
  const refuse = (reason: string): ProxyChoice => ({ kind: 'refused', variable, reason });
  if (!URL.canParse(text)) return refuse('is no address; must be one such as http://proxy:3128');
  const proxy = new URL(text);
  if (!['http:', 'https:'].includes(proxy.protocol) || proxy.hostname === '')
    return refuse(`has the scheme ${proxy.protocol}//; must be http:// or https://`);
  return { kind: 'chosen', proxy };
}

/** The variable that is set, of the name in small letters and in capitals; null when neither is. */
function findVariable(name: string, environment: Environment): string | null {
  return [name, name.toUpperCase()].find((each) => environment[each]) ?? null;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (isIP(host)) return checkList(LOOPBACK, host);
  return /(^|\.)localhost\.?$/i.test(host);
}

function isExcepted(host: string, port: string, environment: Environment): boolean {
  const list = environment[findVariable('no_proxy', environment) ?? ''] ?? '';
  return list.split(/[\s,]+/).some((entry) => entry !== '' && isExceptedBy(entry.toLowerCase(), host, port));
}

function isExceptedBy(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const { name, only } = splitPort(entry);
  if (only !== undefined && only !== port) return false;
  if (isIP(host)) return isWithin(name, host);
  const suffix = name.replace(/^\*?\.?/, '');
  const plain = host.replace(/\.$/, '').toLowerCase();
  return suffix !== '' && (plain === suffix || plain.endsWith(`.${suffix}`));
}

/** Splits the port off, where there is one; IPv6 addresses have it behind brackets. */
function splitPort(entry: string): { readonly name: string; readonly only?: string } {
  const [, bracketed, name = bracketed ?? entry, only] =
    /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  return only === undefined ? { name } : { name, only };
}

/** Whether an address is the given one, or lies in the given range. */
function isWithin(given: string, host: string): boolean {
  const [address = '', bits] = given.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (!isIP(address)) return false;
  const list = new BlockList();
  if (bits === undefined) list.addAddress(address, family);
  else if (/^\d+$/.test(bits) && Number(bits) <= (family === 'ipv6' ? 128 : 32))
    list.addSubnet(address, Number(bits), family);
  return checkList(list, host);
}

function checkList(list: BlockList, host: string): boolean {
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
