/** Headers of a request by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string>>;

/**
 * Puts together the headers of a request: footwatch's own, then the user and password of the address and of a proxy that reads
 * the request, then those that are configured. Of two with one name, in whatever case, the later replaces the earlier.
 */
export function createRequestHeaders(
  baseUrl: URL,
  configured: Readonly<Record<string, string>>,
  proxy: URL | null = null,
): RequestHeaders {
  const headers = new Map([
    ['host', baseUrl.host],
    ['user-agent', 'footwatch'],
    ['accept', 'application/json'],
  ]);
  const credentials = encodeCredentials(baseUrl);
  if (credentials !== null) headers.set('authorization', credentials);
  const forProxy = proxy !== null && baseUrl.protocol === 'http:' ? encodeCredentials(proxy) : null;
  if (forProxy !== null) headers.set('proxy-authorization', forProxy);
  for (const [name, value] of Object.entries(configured)) headers.set(name.toLowerCase(), value);
  return Object.fromEntries(headers);
}

/** The user and password of an address as basic authorization; null when it has neither. */
export function encodeCredentials({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
