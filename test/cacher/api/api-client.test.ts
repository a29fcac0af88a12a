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
  expect(fetched).toEqual({ kind: 'failed', reason, message: expect.stringMatching(message) });
  const text = JSON.stringify(fetched);
  for (const secret of ['http://', '127.0.0.1', PASSWORD, '<html', 'Janek']) {
    expect(text).not.toContain(secret);
  }
}

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API by %s', (_, createClient) => {
  function clientOf(baseUrl: string, options: Partial<ApiClientOptions> = {}) {
    const client = createClient({
      baseUrl,
      timeoutMs: 5000,
      maxBodyBytes: MAX_BODY_BYTES,
      headers: {},
      ...options,
    });
    onTestFinished(() => client.close());
    return client;
  }

  /** What a client with a password in its address makes of a server's answer to patient 3. */
  async function fetchFrom(handler: Handler, options: Partial<ApiClientOptions> = {}): Promise<FetchResult> {
    const { url } = await serve(handler);
    return clientOf(url.replace('//', `//user:${PASSWORD}@`), options).fetch(3);
  }

  test('asks for the patient at the end of the base URL, and gives the bytes of the answer', async () => {
    const asked: unknown[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url, request.headers.accept, request.headers['x-token']);
      response.end(answerBody());
    });
    const fetched = await clientOf(`${url}api/`, { headers: { 'X-Token': 'abc' } }).fetch(42);
    expect(asked).toEqual(['/api/42', 'application/json', 'abc']);
    expect(fetched.kind === 'answered' && Buffer.from(fetched.body).toString()).toBe(answerBody());
  });

  test('signs in with the name and the password of the base URL', async () => {
    let authorization: string | undefined;
    await fetchFrom((request, response) => {
      authorization = request.headers.authorization;
      response.end('{}');
    });
    expect(authorization).toBe(`Basic ${Buffer.from(`user:${PASSWORD}`).toString('base64')}`);
  });

  test('uses connections again', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const client = clientOf(url);
    for (let poll = 0; poll < 5; poll++) expect((await client.fetch(1)).kind).toBe('answered');
    // undici gives a connection free a moment after it gave the answer.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('unpacks a compressed answer', async () => {
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(answerBody()));
    });
    expect(fetched.kind === 'answered' && Buffer.from(fetched.body).toString()).toBe(answerBody());
  });

  test('passes an HTML page with status 200 on: that it is no sample is for the decoder to say', async () => {
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
  ])('tells of status %i with Retry-After %j to be left alone for %s ms', async (status, header, waitMs) => {
    const fetched = await fetchFrom((_request, response) =>
      response.writeHead(status, { 'retry-after': header }).end(),
    );
    expect(fetched).toMatchObject({ kind: 'failed', reason: 'http-status', message: `HTTP ${status}` });
    expect(fetched.kind === 'failed' && fetched.retryAfterMs).toBe(waitMs);
  });

  test.each([404, 429, 500, 204])('calls status %d a failure', async (status) => {
    const fetched = await fetchFrom((_, response) => {
      response.writeHead(status).end(status === 204 ? undefined : '<html>Janek</html>');
    });
    expectFailure(fetched, 'http-status', `HTTP ${status}`);
  });

  test('asks once: the next poll is the retry', async () => {
    let requests = 0;
    await fetchFrom((_, response) => {
      requests++;
      response.writeHead(503, { 'retry-after': '0' }).end();
    });
    expect(requests).toBe(1);
  });

  test('follows no redirect', async () => {
    let inside = 0;
    const fetched = await fetchFrom((request, response) => {
      if (request.url === '/inside') inside++;
      response.writeHead(302, { location: '/inside' }).end();
    });
    expectFailure(fetched, 'redirect', /^HTTP 302/);
    expect(inside).toBe(0);
  });

  test('gives up when no answer comes within the timeout', async () => {
    expectFailure(await fetchFrom(() => {}, { timeoutMs: 60 }), 'timeout', 'no answer within 60 ms');
  });

  test('gives up on an answer that drips, although something always comes', async () => {
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

  test('gives up on headers that drip', async () => {
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

  test('tells a reset, before an answer and in the midst of it', async () => {
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

  test('takes no answer that ends before its length, or before its last chunk', async () => {
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

  test('never takes the whole of an answer that is longer than its length says', async () => {
    const fetched = await fetchFrom((request) => {
      request.socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${answerBody()}`);
    });
    expect(fetched.kind === 'answered' ? fetched.body.length : 0).toBeLessThanOrEqual(10);
  });

  test('ends also when a compressed body breaks off', async () => {
    const packed = gzipSync(answerBody());
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(packed.subarray(0, packed.length - 20));
    });
    expect(fetched.kind === 'answered' ? fetched.body.length : 0).toBeLessThan(answerBody().length);
  });

  test('waits no longer than the timeout for the rest of an answer that keeps its connection', async () => {
    const fetched = await fetchFrom(
      (_, response) => {
        response.writeHead(200, { 'content-length': 5000 });
        response.write(answerBody());
      },
      { timeoutMs: 100 },
    );
    expectFailure(fetched, 'timeout', 'no answer within 100 ms');
  });

  test('stops a body without end at the limit', async () => {
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

  test('stops a compressed body that unpacks beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    expectFailure(fetched, 'too-large', 'body over 65536 bytes');
  });

  test('takes a body of exactly the limit', async () => {
    const { url } = await serve((_, response) => {
      response.end('x'.repeat(1000));
    });
    expect((await clientOf(url, { maxBodyBytes: 1000 }).fetch(1)).kind).toBe('answered');
    expect((await clientOf(url, { maxBodyBytes: 999 }).fetch(1)).kind).toBe('failed');
  });

  test('tells a body that is not compressed as it says, without a word of it', async () => {
    const fetched = await fetchFrom((_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end('Janek');
    });
    expectFailure(fetched, 'network', 'request failed: Z_DATA_ERROR');
  });

  test('tells an answer that is no HTTP', async () => {
    const fetched = await fetchFrom((request) => {
      request.socket.end('Janek: 200\r\n\r\n');
    });
    expectFailure(fetched, 'network', /^request failed: HPE_[A-Z_]+$/);
  });

  test('tells that nobody listens', async () => {
    const port = await findFreePort();
    const fetched = await clientOf(`http://user:${PASSWORD}@127.0.0.1:${port}/`).fetch(1);
    expectFailure(fetched, 'refused', 'connection refused');
  });

  /** Sockets of this process, those that are still connecting among them. */
  function countSockets(): number {
    return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
  }

  test('ends connecting with the poll where nobody takes the connection', async () => {
    const { url } = await startUnacceptingServer();
    const before = countSockets();
    const client = clientOf(url, { timeoutMs: 60 });
    for (let round = 0; round < 5; round++) {
      const polls = Array.from({ length: 10 }, (_, patient) => client.fetch(patient));
      for (const fetched of await Promise.all(polls))
        expectFailure(fetched, 'timeout', 'no answer within 60 ms');
      // The next round finds none of them connecting.
      await vi.waitFor(() => expect(countSockets()).toBe(before));
    }
  });

  test('ends a TLS handshake that nobody answers with the poll', async () => {
    const { port } = await startSilentServer();
    const before = countSockets();
    const client = clientOf(`https://127.0.0.1:${port}/`, { timeoutMs: 60 });
    const polls = [1, 2, 3].map((patient) => client.fetch(patient));
    for (const fetched of await Promise.all(polls))
      expectFailure(fetched, 'timeout', 'no answer within 60 ms');
    await vi.waitFor(() => expect(countSockets()).toBe(before));
  });

  test('ends connecting when it is closed', async () => {
    const { url } = await startUnacceptingServer();
    const before = countSockets();
    const client = clientOf(url, { timeoutMs: 60_000 });
    const poll = client.fetch(1);
    await vi.waitFor(() => expect(countSockets()).toBe(before + 1));
    client.close();
    expectFailure(await poll, 'closed', 'given up at the end');
    await vi.waitFor(() => expect(countSockets()).toBe(before));
  });

  test('tells that a host has no address', async () => {
    const fetched = await clientOf(`http://user:${PASSWORD}@footwatch.invalid/`).fetch(1);
    expectFailure(fetched, 'dns', 'host name not found');
  });

  test('tells that the other end does not speak TLS, or none that both know', async () => {
    const { port } = await serve(() => {});
    expectFailure(await clientOf(`https://127.0.0.1:${port}/`).fetch(1), 'tls', /^TLS failed: [A-Z_0-9]+$/);
    const server = createTlsServer({});
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const tlsPort = (server.address() as AddressInfo).port;
    const fetched = await clientOf(`https://127.0.0.1:${tlsPort}/`).fetch(1);
    expectFailure(fetched, 'tls', /^TLS failed: [A-Z_0-9]+$/);
  });

  test('ends a poll that is under way when it is closed', async () => {
    let client: ReturnType<typeof clientOf> | null = null;
    const { url } = await serve(() => client?.close());
    client = clientOf(url);
    expectFailure(await client.fetch(1), 'closed', 'given up at the end');
  });
});
