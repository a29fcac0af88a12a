import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGotClient } from '../../../src/cacher/api/got-client.ts';
import { createUndiciClient } from '../../../src/cacher/api/undici-client.ts';
import { startRawServer } from './raw-server.ts';

const answer = (text = '') => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API client on %s', (_, createApiClient) => {
  function open(baseUrl: string, { timeoutMs = 5000, headers = {} } = {}) {
    const client = createApiClient({ baseUrl, timeoutMs, maxBodyBytes: 65_536, headers: () => headers });
    onTestFinished(() => client.close());
    return {
      async poll(patient = 1): Promise<string> {
        const result = await client.fetch(patient);
        return result.kind === 'failed' ? result.message : Buffer.from(result.body).toString();
      },
    };
  }

  /** Starts a server that answers the first request of each connection, and does this on each further one. */
  function startFailing(fail: (socket: Socket) => void) {
    const met = new Set<Socket>();
    return startRawServer((socket, request) => {
      if (!met.has(socket)) {
        met.add(socket);
        return [answer(String(request))];
      }
      fail(socket);
      return [];
    });
  }

  test.each([
    ['ends', (socket: Socket) => socket.end()],
    ['breaks', (socket: Socket) => socket.resetAndDestroy()],
  ])('asks once more, on a new connection, when a reused one %s without an answer', async (_how, fail) => {
    const server = await startFailing(fail);
    const client = open(server.url);
    expect(await client.poll(1)).toBe('1');
    await server.played();
    expect(await client.poll(2)).toBe('3');
    expect(server.requests.map((text) => text.split(' ')[1])).toEqual(['/1', '/2', '/2']);
    expect(server.connections()).toBe(2);
  });

  test('loses no poll to a server that closes after each answer without saying so', async () => {
    const server = await startRawServer((socket) => {
      // After the client may have taken the connection for its next request, or before: both happen.
      setTimeout(() => socket.destroy(), Math.random() * 6);
      return [answer('here')];
    });
    const client = open(server.url);
    for (let poll = 0; poll < 60; poll++) {
      expect(await client.poll()).toBe('here');
      await sleep(Math.random() * 6);
    }
  });

  test('does not ask again when the first connection fails', async () => {
    const server = await startRawServer((socket) => {
      socket.destroy();
      return [];
    });
    expect(await open(server.url).poll()).toBe('connection reset');
    expect(server.requests).toHaveLength(1);
  });

  test('does not ask a third time', async () => {
    const server = await startRawServer((socket, request) => {
      if (request === 1) return [answer('first')];
      socket.destroy();
      return [];
    });
    const client = open(server.url);
    await client.poll();
    await server.played();
    expect(await client.poll()).toBe('connection reset');
    expect(server.requests).toHaveLength(3);
  });

  test('does not ask again when a byte of an answer came', async () => {
    const server = await startFailing((socket) => socket.write('H', () => socket.end()));
    const client = open(server.url);
    await client.poll();
    await server.played();
    expect(await client.poll()).toBe('connection reset');
    expect(server.requests).toHaveLength(2);
  });

  test('asks once more within the timeout of the poll', async () => {
    const server = await startRawServer((socket, request) => {
      if (request === 1) return [answer('first')];
      if (request === 2) setTimeout(() => socket.destroy(), 300);
      return [];
    });
    const client = open(server.url, { timeoutMs: 500 });
    await client.poll();
    await server.played();
    const startMs = performance.now();
    expect(await client.poll()).toBe('no answer within 500 ms');
    expect(performance.now() - startMs).toBeLessThan(700);
    expect(server.requests).toHaveLength(3);
  });

  test('never takes what comes unasked for the answer to a later request', async () => {
    const server = await startRawServer((_socket, request) => [answer(`for ${request}`), answer('unasked')]);
    const client = open(server.url);
    for (let poll = 1; poll <= 5; poll++) {
      expect(await client.poll()).toBe(`for ${poll}`);
      await server.played();
    }
  });

  test('takes a timeout that the server announced while the connection was idle for no answer', async () => {
    const server = await startRawServer((_socket, request) => [
      answer(`for ${request}`),
      'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
      'END',
    ]);
    const client = open(server.url);
    for (let poll = 1; poll <= 3; poll++) {
      expect(await client.poll()).toBe(`for ${poll}`);
      await server.played();
    }
  });

  describe('sends', () => {
    async function readHeaders(url: (server: string) => string, headers: Record<string, string>) {
      const server = await startRawServer(() => [answer()]);
      await open(url(server.url), { headers }).poll();
      const [, ...lines] = (server.requests[0] ?? '').trim().split('\r\n');
      return lines
        .map((line) =>
          line.replace(`127.0.0.1:${server.port}`, 'ADDRESS').replace(/^[^:]+/, (name) => name.toLowerCase()),
        )
        .sort();
    }

    test('its own headers, and no other', async () => {
      expect(await readHeaders((url) => url, {})).toEqual([
        'accept: application/json',
        'connection: keep-alive',
        'host: ADDRESS',
        'user-agent: footwatch',
      ]);
    });

    test('configured headers in place of its own, in whatever case', async () => {
      const configured = {
        AUTHORIZATION: 'Bearer abc',
        Accept: 'application/vnd.api+json',
        'USER-agent': 'ward',
        Host: 'api.example',
        'X-Empty': '',
        'X-Latin': 'Grüße',
      };
      expect(await readHeaders((url) => url.replace('//', '//user:secret@'), configured)).toEqual([
        'accept: application/vnd.api+json',
        'authorization: Bearer abc',
        'connection: keep-alive',
        'host: api.example',
        'user-agent: ward',
        'x-empty: ',
        'x-latin: Gr\xfc\xdfe',
      ]);
    });
  });
});
