import { once } from 'node:events';
import { get } from 'node:https';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../../src/serve/server.ts';
import { issue, makeAuthority } from '../cacher/api/certificates.ts';
import { sendRaw } from './served-app.ts';

async function start(own: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const started = await startServer({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    maxConnections: 100,
    fetch: (request) => new Response(`${request.method} ${new URL(request.url).pathname}`),
    ...own,
  });
  if (started.kind === 'failed') throw new Error(started.reason);
  onTestFinished(() => started.server.close());
  return started.server;
}

const bodyOf = (answer: string) => answer.split('\r\n\r\n').at(-1);

describe('what is no request gets one line, and the connection ends', () => {
  test.each([
    ['bytes of something else', '\x16\x03\x01\x02\x00\r\n\r\n', 400, 'that is no request of HTTP/1.1'],
    [
      'two lengths of a body, as request smuggling has them',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
      400,
      'that is no request of HTTP/1.1',
    ],
    [
      'lengths that differ',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
      400,
      'that is no request of HTTP/1.1',
    ],
    [
      'a header that is folded over a line',
      'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c: d\r\nTransfer-Encoding : chunked\r\n\r\n',
      400,
      'that is no request of HTTP/1.1',
    ],
    [
      'headers of 20 kB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'the address and headers are over 16 kB',
    ],
    [
      'an address of 20 kB',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      431,
      'the address and headers are over 16 kB',
    ],
    [
      'an expectation that cannot be met',
      'POST / HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\nContent-Length: 0\r\n\r\n',
      417,
      'of Expect, 100-continue alone can be met',
    ],
    [
      'a Host that is none',
      'GET / HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n',
      400,
      'the address or the Host header cannot be read',
    ],
    [
      'an address that is none',
      'GET http://[/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'the address or the Host header cannot be read',
    ],
  ])('%s', async (_, request, status, error) => {
    const { port } = await start();
    const answer = await sendRaw(port, request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(error.includes('HTTP/1.1') ? 2 : 1);
    expect(JSON.parse(bodyOf(answer) ?? '')).toEqual({ error });
  });
});

test('who sends a request bit by bit is cut off in time, and told', async () => {
  const { port } = await start({ requestTimeoutMs: 200 });
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
  const drip = setInterval(() => socket.writable && socket.write('X: y\r\n'), 20);
  socket.on('error', () => {});
  await once(socket, 'close');
  clearInterval(drip);
  expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*the request took too long/);
});

test('who does not read why the connection ends does not keep it', async () => {
  const { port } = await start({ requestTimeoutMs: 200, maxConnections: 1 });
  const deaf = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void deaf.destroy());
  deaf.on('error', () => {});
  deaf.write('GET / HTTP/1.1\r\n');
  await expect
    .poll(() =>
      sendRaw(port, 'GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n').catch(() => ''),
    )
    .toContain('GET /next');
});

test('a body that does not come is waited for no longer than that', async () => {
  const { port } = await start({
    requestTimeoutMs: 200,
    fetch: async (request) => new Response(await request.text()),
  });
  const answer = await sendRaw(port, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc');
  expect(answer).toMatch(/^HTTP\/1\.1 (408|500|400) |^$/);
});

test('more connections than are allowed are closed at once, and those that are there go on', async () => {
  const { port } = await start({ maxConnections: 3 });
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let count = 0; count < 3; count++) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.write('GET /before HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
  }
  const more = connect(port, '127.0.0.1');
  more.on('error', () => {});
  more.resume();
  await once(more, 'close');
  sockets[0]?.write('GET /after HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = await once(sockets[0] as Socket, 'data');
  expect(String(answer)).toContain('GET /after');
});

test('a client that has nothing more to send still gets its answer', async () => {
  const { port } = await start();
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end('GET /half HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('GET /half');
  socket.destroy();
});

test('no WebSocket is offered: the request is answered as any other', async () => {
  const { port } = await start();
  const answer = await sendRaw(
    port,
    'GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).not.toMatch(/upgrade/i);
});

test('speaks TLS with a certificate, of 1.2 or later, and nothing in the open on that port', async () => {
  const ca = await makeAuthority();
  const tls = await issue(ca);
  const { port } = await start({ tls });
  const body = await new Promise<string>((resolve, reject) => {
    get(`https://127.0.0.1:${port}/tls`, { ca: ca.cert, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    }).on('error', reject);
  });
  expect(body).toBe('GET /tls');
  await expect(
    new Promise((resolve, reject) => {
      get(
        `https://127.0.0.1:${port}/`,
        { ca: ca.cert, agent: false, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' },
        resolve,
      ).on('error', reject);
    }),
  ).rejects.toThrow();
  expect(await sendRaw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n').catch(() => '')).not.toContain(
    'GET /',
  );
});

test('a port that is taken is told as that', async () => {
  const { port } = await start();
  const second = await startServer({
    host: '127.0.0.1',
    port,
    tls: null,
    maxConnections: 1,
    fetch: () => new Response(),
  });
  expect(second).toEqual({ kind: 'failed', reason: 'is in use' });
});
