import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ApiClientOptions, FetchResult } from '../../../src/cacher/api/api-client.ts';
import { MAX_BODY_BYTES } from '../../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../../src/cacher/api/got-client.ts';
import { createUndiciClient } from '../../../src/cacher/api/undici-client.ts';
import {
  answerBody,
  findFreePort,
  type Handler,
  serve,
  startSilentServer,
  startUnacceptingServer,
} from './http-server.ts';

const PASSWORD = 'hunter2';

function expectFailure(fetched: FetchResult, reason: string, message: string | RegExp): void {
  const expected: unknown = typeof message === 'string' ? message : expect.stringMatching(message);
  expect(fetched).toEqual({ kind: 'failed', reason, message: expected });
  const text = JSON.stringify(fetched);
  for (const secret of ['http://', '127.0.0.1', PASSWORD, '<html', 'Janek']) {
    expect(text).not.toContain(secret);
  }
}

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API client on %s', (_, createApiClient) => {
  function createClient(baseUrl: string, options: Partial<ApiClientOptions> = {}) {
    const client = createApiClient({
      baseUrl,
      timeoutMs: 5000,
      maxBodyBytes: MAX_BODY_BYTES,
      headers: () => ({}),
      ...options,
    });
    onTestFinished(() => client.close());
    return client;
  }

  /** Polls patient 3 of a server with this handler, through an address that holds a password. */
  async function fetchFrom(handler: Handler, options: Partial<ApiClientOptions> = {}): Promise<FetchResult> {
    const { url } = await serve(handler);
    return createClient(url.replace('//', `//user:${PASSWORD}@`), options).fetch(3);
  }

  test('appends the patient to the base URL and returns the bytes of the body', async () => {
    const asked: unknown[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url, request.headers.accept, request.headers['x-token']);
      response.end(answerBody());
    });
    const fetched = await createClient(`${url}api/`, { headers: () => ({ 'X-Token': 'abc' }) }).fetch(42);
    expect(asked).toEqual(['/api/42', 'application/json', 'abc']);
    expect(fetched.kind === 'answered' && Buffer.from(fetched.body).toString()).toBe(answerBody());
  });

  test('sends the user and the password of the base URL as basic authorization', async () => {
    let authorization: string | undefined;
    await fetchFrom((request, response) => {
      authorization = request.headers.authorization;
      response.end('{}');
    });
    expect(authorization).toBe(`Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`);
  });

  test('reuses connections', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const client = createClient(url);
    for (let poll = 0; poll < 5; poll++) expect((await client.fetch(1)).kind).toBe('answered');
    // undici frees a connection shortly after it delivered the answer.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('decompresses a compressed body', async () => {
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(answerBody()));
    });
    expect(fetched.kind === 'answered' && Buffer.from(fetched.body).toString()).toBe(answerBody());
  });

  test('returns an HTML page with status 200, which is for the decoder to reject', async () => {
    const fetched = await fetchFrom((_, response) => {
      response.end('<html>Login</html>');
    });
    expect(fetched.kind).toBe('answered');
  });

  test.each([
    [429, '2', 2000],
    [503, ' 7 ', 7000],
    [429, '86400', 60_000],
    [429, new Date(Date.now() + 3_600_000).toUTCString(), 60_000],
    [429, 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
    [429, '-5', undefined],
    [429, '1.5', undefined],
    [429, 'soon', undefined],
    [500, '2', undefined],
  ])('reads a Retry-After of status %i and value %j as %s ms', async (status, header, waitMs) => {
    const fetched = await fetchFrom((_request, response) =>
      response.writeHead(status, { 'retry-after': header }).end(),
    );
    expect(fetched).toMatchObject({ kind: 'failed', reason: 'http-status', message: `HTTP ${status}` });
    expect(fetched.kind === 'failed' && fetched.retryAfterMs).toBe(waitMs);
  });

  test.each([404, 429, 500, 204])('fails on status %d', async (status) => {
    const fetched = await fetchFrom((_, response) => {
      response.writeHead(status).end(status === 204 ? undefined : '<html>Janek</html>');
    });
    expectFailure(fetched, 'http-status', `HTTP ${status}`);
  });

  test('sends one request only, as the next poll is the retry', async () => {
    let requests = 0;
    await fetchFrom((_, response) => {
      requests++;
      response.writeHead(503, { 'retry-after': '0' }).end();
    });
    expect(requests).toBe(1);
  });

  test('does not follow a redirect', async () => {
    let inside = 0;
    const fetched = await fetchFrom((request, response) => {
      if (request.url === '/inside') inside++;
      response.writeHead(302, { location: '/inside' }).end();
    });
    expectFailure(fetched, 'redirect', /^HTTP 302/);
    expect(inside).toBe(0);
  });

  test('times out when no answer comes', async () => {
    expectFailure(await fetchFrom(() => {}, { timeoutMs: 60 }), 'timeout', 'no answer within 60 ms');
  });

  test('times out on a body that arrives byte by byte', async () => {
    const fetched = await fetchFrom(
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 100 },
    );
    expectFailure(fetched, 'timeout', 'no answer within 100 ms');
  });

  test('times out on headers that arrive one by one', async () => {
    const fetched = await fetchFrom(
      (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => request.socket.write('x-a: b\r\n'), 10);
        request.socket.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 100 },
    );
    expectFailure(fetched, 'timeout', 'no answer within 100 ms');
  });

  test('reports a reset before and during the answer', async () => {
    const before = await fetchFrom((request) => {
      request.socket.resetAndDestroy();
    });
    expectFailure(before, 'reset', 'connection reset');
    const amidst = await fetchFrom((request, response) => {
      response.writeHead(200);
      response.write(answerBody().slice(0, 50), () => request.socket.resetAndDestroy());
    });
    expectFailure(amidst, 'reset', 'connection reset');
  });

  test('rejects a body that ends before its content length or before its last chunk', async () => {
    const short = await fetchFrom((_, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write(answerBody(), () => response.socket?.end());
    });
    expectFailure(short, 'reset', 'connection reset');
    const unended = await fetchFrom((_, response) => {
      response.writeHead(200);
      response.write(answerBody(), () => response.socket?.end());
    });
    expectFailure(unended, 'reset', 'connection reset');
  });

  test('never returns more of a body than its content length', async () => {
    const fetched = await fetchFrom((request) => {
      request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${answerBody()}`);
    });
    expect(fetched.kind === 'answered' ? fetched.body.length : 0).toBeLessThanOrEqual(10);
  });

  test('rejects or cuts a compressed body that breaks off, instead of waiting for its rest', async () => {
    const packed = gzipSync(answerBody());
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(packed.subarray(0, packed.length - 20));
    });
    expect(fetched.kind === 'answered' ? fetched.body.length : 0).toBeLessThan(answerBody().length);
  });

  test('times out when the rest of a body does not come and the connection stays open', async () => {
    const fetched = await fetchFrom(
      (_, response) => {
        response.writeHead(200, { 'content-length': 5000 });
        response.write(answerBody());
      },
      { timeoutMs: 100 },
    );
    expectFailure(fetched, 'timeout', 'no answer within 100 ms');
  });

  test('stops an endless body at the size limit', async () => {
    let closed: () => void = () => {};
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const fetched = await fetchFrom((_, response) => {
      response.on('close', closed);
      response.writeHead(200);
      const pour = (): boolean => !response.destroyed && response.write('x'.repeat(16_384)) && pour();
      response.on('drain', pour);
      pour();
    });
    expectFailure(fetched, 'too-large', 'body over 65536 bytes');
    await hungUp;
  });

  test('stops a compressed body whose decompressed size exceeds the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    expectFailure(fetched, 'too-large', 'body over 65536 bytes');
  });

  test('accepts a body of exactly the size limit', async () => {
    const { url } = await serve((_, response) => {
      response.end('x'.repeat(1000));
    });
    expect((await createClient(url, { maxBodyBytes: 1000 }).fetch(1)).kind).toBe('answered');
    expect((await createClient(url, { maxBodyBytes: 999 }).fetch(1)).kind).toBe('failed');
  });

  test('reports a body that does not match its content encoding, without quoting it', async () => {
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end('Janek');
    });
    expectFailure(fetched, 'network', 'the body does not match its content encoding');
  });

  test('reports an answer that is not HTTP', async () => {
    const fetched = await fetchFrom((request) => {
      request.socket.end('Janek: 200\r\n\r\n');
    });
    expectFailure(fetched, 'network', 'the answer is not valid HTTP');
  });

  test('reports that nobody listens on the port', async () => {
    const port = await findFreePort();
    const fetched = await createClient(`http://user:${PASSWORD}@127.0.0.1:${port}/`).fetch(1);
    expectFailure(fetched, 'refused', 'connection refused');
  });

  /** Counts the TCP sockets of this process, including those that are still connecting. */
  function countSockets(): number {
    return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
  }

  /** Waits until the sockets of earlier tests are gone, so that a later count holds those of this test alone. */
  async function waitForNoSockets(): Promise<void> {
    await vi.waitFor(() => expect(countSockets()).toBe(0), { timeout: 5000 });
  }

  test('stops connecting when the poll times out and nobody accepts the connection', async () => {
    await waitForNoSockets();
    const { url } = await startUnacceptingServer();
    const before = countSockets();
    const client = createClient(url, { timeoutMs: 60 });
    for (let round = 0; round < 5; round++) {
      const polls = Array.from({ length: 10 }, (_, patient) => client.fetch(patient));
      for (const fetched of await Promise.all(polls))
        expectFailure(fetched, 'timeout', 'no answer within 60 ms');
      // Otherwise the next round would reuse a socket that is still connecting.
      await vi.waitFor(() => expect(countSockets()).toBe(before));
    }
  });

  test('stops a TLS handshake that is not answered when the poll times out', async () => {
    await waitForNoSockets();
    const { port } = await startSilentServer();
    const client = createClient(`https://127.0.0.1:${port}/`, { timeoutMs: 60 });
    const polls = [1, 2, 3].map((patient) => client.fetch(patient));
    for (const fetched of await Promise.all(polls))
      expectFailure(fetched, 'timeout', 'no answer within 60 ms');
    await vi.waitFor(() => expect(countSockets()).toBe(0));
  });

  test('stops connecting when it is closed', async () => {
    await waitForNoSockets();
    const { url } = await startUnacceptingServer();
    const before = countSockets();
    const client = createClient(url, { timeoutMs: 60_000 });
    const poll = client.fetch(1);
    await vi.waitFor(() => expect(countSockets()).toBe(before + 1));
    client.close();
    expectFailure(await poll, 'closed', 'cancelled at shutdown');
    await vi.waitFor(() => expect(countSockets()).toBe(before));
  });

  test('reports that a host name cannot be resolved', async () => {
    const fetched = await createClient(`http://user:${PASSWORD}@footwatch.invalid/`).fetch(1);
    expectFailure(fetched, 'dns', 'host name not found');
  });

  test('reports that the server does not speak TLS, or shares no cipher', async () => {
    const { port } = await serve(() => {});
    expectFailure(
      await createClient(`https://127.0.0.1:${port}/`).fetch(1),
      'tls',
      'TLS failed: the server does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER)',
    );
    const server = createTlsServer({});
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const tlsPort = (server.address() as AddressInfo).port;
    const fetched = await createClient(`https://127.0.0.1:${tlsPort}/`).fetch(1);
    expectFailure(
      fetched,
      'tls',
      /^TLS failed: the server requires a client certificate, or shares no cipher [(][A-Z_0-9/]+[)]$/,
    );
  });

  test('ends a running poll when it is closed', async () => {
    let client: ReturnType<typeof createClient> | null = null;
    const { url } = await serve(() => client?.close());
    client = createClient(url);
    expectFailure(await client.fetch(1), 'closed', 'cancelled at shutdown');
  });
});
