import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ApiClientOptions } from '../../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../../src/cacher/api/got-client.ts';
import { createUndiciClient } from '../../../src/cacher/api/undici-client.ts';
import { type Issued, issue, makeAuthority } from './certificates.ts';
import { findFreePort } from './http-server.ts';
import { startHttpsServer } from './https-server.ts';
import { startRawServer } from './raw-server.ts';

let ca: Issued;
let identity: Issued;
beforeAll(async () => {
  ca = await makeAuthority();
  identity = await issue(ca);
});

const AUTHORIZATION = `Basic ${Buffer.from('ward:p@ss').toString('base64')}`;

/** Starts an HTTPS server on a free port that tells what it was asked. */
function startApi(): Promise<number> {
  return startHttpsServer(identity, (request, response) =>
    response.end(`${request.headers.host} ${request.url} ${request.headers['proxy-authorization']}`),
  );
}

/** Starts a proxy that wants a login, makes tunnels to a port whatever host is asked for, and answers other requests itself. */
async function startProxy({ toPort = 0, login = AUTHORIZATION as string | null } = {}) {
  const asked: string[] = [];
  const note = (request: IncomingMessage) => {
    asked.push(`${request.method} ${request.url} host=${request.headers.host}`);
    return login === null || request.headers['proxy-authorization'] === login;
  };
  const sockets = new Set<Socket>();
  const proxy = createServer((request, response) => {
    if (note(request)) response.end('by the proxy');
    else response.writeHead(407).end();
  });
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    socket.on('error', () => {});
    if (!note(request)) return socket.end('HTTP/1.1 407 Login\r\ncontent-length: 0\r\n\r\n');
    const upstream = connect(toPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\nx-proxy: here\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    return socket;
  });
  proxy.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return {
    url: new URL(`http://ward:p%40ss@127.0.0.1:${port}`),
    port,
    asked,
    connections: () => sockets.size,
  };
}

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API client on %s', (_, createApiClient) => {
  function open(baseUrl: string, proxy: URL, options: Partial<ApiClientOptions> = {}) {
    const client = createApiClient({
      baseUrl,
      timeoutMs: 5000,
      maxBodyBytes: 65_536,
      headers: () => ({}),
      proxy,
      tls: { ca: ca.cert },
      ...options,
    });
    onTestFinished(() => client.close());
    return async (patient = 1): Promise<string> => {
      const result = await client.fetch(patient);
      const text =
        result.kind === 'failed'
          ? `${result.reason}: ${result.message}`
          : Buffer.from(result.body).toString();
      expect(text).not.toMatch(/p@ss|p%40ss|d2FyZD/);
      return text;
    };
  }

  test('asks a proxy for the whole address of an http API, on connections that it keeps', async () => {
    const proxy = await startProxy();
    const poll = open('http://api.example:8051/a/?id=', proxy.url);
    for (const patient of [1, 2, 3]) expect(await poll(patient)).toBe('by the proxy');
    expect(proxy.asked).toEqual(
      [1, 2, 3].map((patient) => `GET http://api.example:8051/a/?id=${patient} host=api.example:8051`),
    );
    expect(proxy.connections()).toBeLessThanOrEqual(2);
  });

  test('reaches an https API through a tunnel, and tells it nothing of the proxy', async () => {
    const proxy = await startProxy({ toPort: await startApi() });
    const poll = open('https://api.example/', proxy.url);
    for (const patient of [1, 2, 3]) expect(await poll(patient)).toBe(`api.example /${patient} undefined`);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT api.example:443 host=api.example:443']));
    expect(proxy.connections()).toBeLessThanOrEqual(2);
  });

  test('checks the certificate of the API behind a tunnel', async () => {
    const proxy = await startProxy({ toPort: await startApi() });
    expect(await open('https://other.example/', proxy.url)()).toBe(
      'tls: TLS failed: the certificate of the server is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
  });

  test.each(['http', 'https'])('names a proxy that wants another login, for %s', async (scheme) => {
    const proxy = await startProxy({ login: 'another' });
    expect(await open(`${scheme}://api.example/`, proxy.url)()).toBe(
      'proxy: the proxy asks for another user or password (HTTP 407)',
    );
  });

  test.each(['http', 'https'])('names a proxy where nobody listens, for %s', async (scheme) => {
    const proxy = new URL(`http://127.0.0.1:${await findFreePort()}`);
    expect(await open(`${scheme}://api.example/`, proxy)()).toBe('proxy: the proxy: connection refused');
  });

  test('names a proxy that cannot be found', async () => {
    const poll = open('http://api.example/', new URL('http://footwatch.invalid'));
    expect(await poll()).toBe('proxy: the proxy: host name not found');
  });

  test('names a proxy that reaches nobody', async () => {
    const proxy = await startProxy({ toPort: await findFreePort() });
    expect(await open('https://api.example/', proxy.url)()).toBe(
      'proxy: the proxy makes no connection (HTTP 502)',
    );
  });

  test.each([
    ['ends', ['END'] as const, 'proxy: the proxy: connection reset'],
    ['is none', ['220 mail\r\n'] as const, 'proxy: the proxy: the answer is not valid HTTP'],
    [
      'says no',
      ['HTTP/1.1 403 No\r\ncontent-length: 2\r\n\r\nno'] as const,
      'proxy: the proxy makes no connection (HTTP 403)',
    ],
  ])('names a proxy that %s instead of making a tunnel', async (_what, steps, outcome) => {
    const server = await startRawServer(() => steps);
    expect(await open('https://api.example/', new URL(server.url))()).toBe(outcome);
  });

  test('gives up a proxy that never makes its tunnel, and leaves no connection behind', async () => {
    let open_ = 0;
    const server = await startRawServer((socket) => {
      open_++;
      socket.on('close', () => open_--);
      return [];
    });
    const poll = open('https://api.example/', new URL(server.url), { timeoutMs: 80 });
    expect(await poll()).toBe('timeout: no answer within 80 ms');
    expect(server.requests).toHaveLength(1);
    await vi.waitFor(() => expect(open_).toBe(0));
  });
});
