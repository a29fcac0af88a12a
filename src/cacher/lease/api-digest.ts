import { createHash } from 'node:crypto';

const TEMPLATE_END = /%7Bpatient%7D$/i;
const DIGEST_LENGTH = 16;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Digests the address of an API, so that cachers can tell whether they poll the same one and nobody can read where it is. Of the
 * address it takes scheme, host, port and path in their usual form: neither user, password nor query.
 */
export function digestApi(baseUrl: string): string {
  const { protocol, hostname, port, pathname } = new URL(baseUrl);
  const host = hostname.replace(/\.$/, '');
  // A template that ends with the patient is the address to which patients are appended.
  const path = unescapeNeedless(pathname.replace(TEMPLATE_END, '')).replace(/\/+$/, '');
  const address = `${protocol}//${host}:${port || DEFAULT_PORTS[protocol]}${path}/`;
  return createHash('sha256').update(address).digest('hex').slice(0, DIGEST_LENGTH);
}

/** Writes percent-encoded characters that need no encoding as they are, and the others in capitals. */
function unescapeNeedless(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase();
  });
}
