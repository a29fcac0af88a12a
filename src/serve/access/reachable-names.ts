import { isIP } from 'node:net';

/** The names under which a browser may reach the server. */
export interface ReachableNames {
  /** Whether a request's Host header is one of them. */
  takesHost(host: string | undefined): boolean;
  /** Whether a request's Origin header, where it has one, is that of the page itself. */
  takesOrigin(origin: string | undefined, host: string | undefined): boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Whether an address to listen on is of this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.includes(':') ? `[${host}]` : host);
}

/**
 * A page of another site may not read what is here: neither through a name that it points at this server (DNS rebinding),
 * nor from its own origin. With a public address that one alone is taken, and the names of this machine for its checks of health;
 * without, the names of this machine and the address that is listened on, or any address where that is all of them.
 *
 * @param publicUrl as browsers write it; null for none
 * @param listensOn the address that is listened on, without a port
 */
export function nameReachable(publicUrl: string | null, listensOn: string): ReachableNames {
  const url = publicUrl === null ? null : new URL(publicUrl);
  const own = listensOn.includes(':') ? `[${listensOn}]` : listensOn;
  const takesHost = (host: string | undefined) => {
    if (host === undefined) return false;
    if (LOOPBACK.test(host)) return true;
    if (url) return sameHost(host, url);
    const name = host.replace(/:\d+$/, '').toLowerCase();
    return name === own.toLowerCase() || (isEveryAddress(listensOn) && isAddress(name));
  };
  return {
    takesHost,
    takesOrigin(origin, host) {
      if (origin === undefined) return true;
      if (url)
        return origin === url.origin || (host !== undefined && LOOPBACK.test(host) && isOf(origin, host));
      return host !== undefined && isOf(origin, host);
    },
  };
}

function isEveryAddress(listensOn: string): boolean {
  return listensOn === '0.0.0.0' || listensOn === '::';
}

/** No name can be pointed elsewhere that is an address itself. */
function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function sameHost(host: string, url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const given = host.toLowerCase();
  return given === url.host || given === `${url.hostname}:${port}`;
}

function isOf(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}
