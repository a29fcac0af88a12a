import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nameReachable } from '../../src/serve/access/reachable-names.ts';
import { STREAM_PATIENCE } from '../../src/serve/routes/stream-route.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { ALBERT, AT, HEALTHY, makeEntries } from '../store/fixtures.ts';
import { PAGE, SCRIPT, sendRaw, serveApp } from './served-app.ts';

const ASSET = 'assets/page-1a2b.js';

async function serveFilled(count = 5) {
  const store = new MemoryStore(() => (AT + 5) * 1000);
  await store.write([{ patient: 3, entries: makeEntries(count), profile: ALBERT, health: HEALTHY }]);
  const { address, port } = await serveApp({ store });
  return {
    store,
    port,
    ask: (path: string, init?: RequestInit) => fetch(`${address}/${path}`, { redirect: 'manual', ...init }),
    /** Asks for bytes as they are sent, and for what fetch would not. */
    askRaw: (path: string, headers: Record<string, string>, method = 'GET') =>
      new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
        const asked = request(`${address}/${path}`, { headers, method, agent: false }, (response) => {
          const chunks: Buffer[] = [];
          response
            .on('data', (chunk: Buffer) => chunks.push(chunk))
            .on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks),
              }),
            );
        });
        asked.on('error', reject).end();
      }),
  };
}

describe('what a client has already it is not sent again', () => {
  test.each([
    '',
    'patients/3',
    ASSET,
    'api/patients/3/events',
    'api/patients/3/kept',
    'api/patients/3/report?since=1h&format=json',
  ])('%j has an ETag that holds, compressed or not', async (path) => {
    const { ask } = await serveFilled();
    for (const encoding of ['identity', 'gzip']) {
      const first = await ask(path, { headers: { 'accept-encoding': encoding } });
      await first.text();
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^(W\/)?".+"$/);
      const again = await ask(path, { headers: { 'if-none-match': tag, 'accept-encoding': encoding } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('content-security-policy')).toContain("'none'");
      const other = await ask(path, { headers: { 'if-none-match': '"other"' } });
      expect(other.status).toBe(200);
    }
  });

  test('a view that is answered so is written down all the same', async () => {
    const seen: string[] = [];
    const audit = { write: async ({ what }: { what: string }) => void seen.push(what) };
    const { address } = await serveApp({ audit });
    const first = await fetch(`${address}/api/patients/3/kept`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await fetch(`${address}/api/patients/3/kept`, { headers })).status).toBe(304);
    expect(seen).toEqual(['kept', 'kept']);
  });

  test('data stays with who asked for it, the page is asked for anew, and what has its content in its name is not', async () => {
    const { ask } = await serveFilled();
    const rule = async (path: string) => (await ask(path)).headers.get('cache-control');
    expect(await rule('api/patients')).toBe('private, no-cache');
    expect(await rule('api/time')).toBe('no-store');
    expect(await rule('patients/3')).toBe('private, no-cache');
    expect(await rule(ASSET)).toBe('private, max-age=31536000, immutable');
    expect(await rule('assets/nothing.js')).toBeNull();
  });
});

describe('a part of a file', () => {
  test('is sent, with the tag of the whole, and never compressed', async () => {
    const { askRaw } = await serveFilled();
    const part = await askRaw(ASSET, { range: 'bytes=0-9', 'accept-encoding': 'gzip' });
    expect([part.status, part.body.toString()]).toEqual([206, SCRIPT.slice(0, 10)]);
    expect(part.headers['content-range']).toBe(`bytes 0-9/${SCRIPT.length}`);
    expect(part.headers['content-encoding']).toBeUndefined();
    expect(part.headers.etag).toBe((await askRaw(ASSET, {})).headers.etag);
    expect((await askRaw(ASSET, { range: 'bytes=-5' })).body.toString()).toBe(SCRIPT.slice(-5));
  });

  test('that is not there is refused', async () => {
    const { askRaw } = await serveFilled();
    const none = await askRaw(ASSET, { range: 'bytes=999999-' });
    expect([none.status, none.headers['content-range']]).toEqual([416, `bytes */${SCRIPT.length}`]);
  });

  test('of data is not offered: all of it comes', async () => {
    const { askRaw } = await serveFilled();
    const all = await askRaw('api/patients/3/samples', { range: 'bytes=0-9' });
    expect([all.status, all.body.toString().trim().split('\n').length]).toEqual([200, 5]);
    expect(all.headers['accept-ranges']).toBeUndefined();
  });
});

describe('compressed where the client can read it', () => {
  test.each([ASSET, 'api/patients/3/samples', 'api/openapi.json'])('%s', async (path) => {
    const { askRaw } = await serveFilled(200);
    const plain = await askRaw(path, {});
    const packed = await askRaw(path, { 'accept-encoding': 'gzip, br' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(String(packed.headers.vary)).toMatch(/accept-encoding/i);
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  test('the stream is not: an event would wait for the next', async () => {
    const { ask } = await serveFilled();
    const end = new AbortController();
    const stream = await ask('api/stream', { headers: { 'accept-encoding': 'gzip' }, signal: end.signal });
    expect(stream.headers.get('content-encoding')).toBeNull();
    end.abort();
  });
});

describe('other methods', () => {
  test.each([
    '',
    ASSET,
    'api/patients',
    'api/patients/3/snapshot',
    'api/patients/3/samples',
    'api/openapi.json',
    'healthz',
    'metrics',
  ])('HEAD %j gives the headers of GET, and no body', async (path) => {
    const { ask } = await serveFilled();
    const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })];
    expect(head.status).toBe(get.status);
    expect(await head.text()).toBe('');
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    await get.text();
  });

  test.each([
    ['POST', 'api/patients', 'GET, HEAD'],
    ['DELETE', 'api/patients/3/kept', 'GET, HEAD, POST'],
    ['PUT', 'api/patients/3/kept/20261126-140322', 'GET, HEAD'],
    ['PATCH', 'api/patients/3/snapshot', 'GET, HEAD'],
    ['GET', 'api/stream/abc', 'POST'],
    ['OPTIONS', 'api/patients', 'GET, HEAD'],
    ['POST', 'patients/3', 'GET, HEAD'],
    ['DELETE', ASSET, 'GET, HEAD'],
    ['TRACE', '', 'GET, HEAD'],
  ])('%s %s is refused, and what there is said', async (method, path, allowed) => {
    const { askRaw } = await serveFilled();
    const refused = await askRaw(path, {}, method);
    expect([refused.status, refused.headers.allow]).toEqual([405, allowed]);
    expect(JSON.parse(refused.body.toString())).toEqual({
      error: `${method} is not for this address: ${allowed}`,
    });
    expect(Object.keys(refused.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('paths', () => {
  test.each([
    'assets/../index.html',
    'assets/..%2f..%2fetc%2fpasswd',
    'assets/%2e%2e/%2e%2e/etc/passwd',
    'assets/....//....//etc/passwd',
    'assets/..\\..\\etc\\passwd',
    'assets//etc/passwd',
    'assets/%00',
    'assets/page-1a2b.js%00.html',
    'assets/%E0%A4%A',
    'assets/',
    'assets',
    'api/patients/%00/samples',
    'api/patients/3%2Fsamples',
    'api/patients/3/kept/..%2F..%2F3/samples',
    'api/patients/3/kept/%F0%9F%91%A3/report',
    'api/../api/patients/x',
    '%',
    '%zz',
  ])('%s leads nowhere but here', async (path) => {
    const { port } = await serveFilled();
    const answer = await sendRaw(
      port,
      `GET /${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (200|400|404) /);
    expect(answer).not.toContain('root:');
    // What is no address of its own is the page's, which reads it.
    if (answer.startsWith('HTTP/1.1 200')) expect(answer).toContain(PAGE);
    else expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual({ error: expect.any(String) });
  });

  test.each([
    ['/footwatch/', 200],
    ['/footwatch', 200],
    ['/footwatch/patients/3', 200],
    ['/footwatch/api/patients', 200],
    ['/footwatch/healthz', 200],
    ['/', 404],
    ['/footwatchx', 404],
    ['/footwatchx/', 404],
    ['/api/patients', 404],
    ['/healthz', 200],
    ['/metrics', 404],
    ['//footwatch/', 404],
    ['/FOOTWATCH/', 404],
  ])('below a public address with a path, %s is answered with %d', async (path, status) => {
    for (const publicUrl of ['https://gait.example/footwatch/', 'http://127.0.0.1/footwatch/']) {
      const { address } = await serveApp({
        basePath: '/footwatch/',
        names: nameReachable(publicUrl, '127.0.0.1'),
      });
      const answer = await fetch(address + path, { redirect: 'manual' });
      expect(answer.status).toBe(status);
      const text = await answer.text();
      if (path.endsWith('3') || path.endsWith('footwatch'))
        expect(text).toContain('<base href="/footwatch/">');
    }
  });

  test('an address with another host in it is answered as one without', async () => {
    const { port } = await serveFilled();
    const ask = (host: string) =>
      sendRaw(
        port,
        `GET http://evil.example/api/patients HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
    expect(await ask('evil.example')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await ask('localhost')).not.toContain('evil.example');
  });
});

describe('bodies', () => {
  const keep = (ask: (path: string, init: RequestInit) => Promise<Response>, body: string) =>
    ask('api/patients/3/kept', { method: 'POST', body });

  test.each([
    ['', 'the body must be a JSON object'],
    ['nonsense', 'the body must be a JSON object'],
    ['[]', 'the body must be a JSON object'],
    ['{"since":5}', 'since and until must be texts'],
    ['{"__proto__":{"since":"1m"},"note":5}', 'note must be a text'],
  ])('%j is refused in one line', async (body, message) => {
    const { ask } = await serveFilled();
    const refused = await keep(ask, body);
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: string };
    expect(error).toContain(message);
    expect(error).not.toContain('\n');
  });

  test('of more than 16 kB are refused, said to be so or not', async () => {
    const { ask, port } = await serveFilled();
    const refused = await keep(ask, `{"note":"${'x'.repeat(20_000)}"}`);
    expect([refused.status, await refused.json()]).toEqual([413, { error: 'the body is over 16384 bytes' }]);
    const chunk = `1000\r\n${'x'.repeat(4096)}\r\n`;
    const answer = await sendRaw(
      port,
      `POST /api/patients/3/kept HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe('a store that does not answer', () => {
  test('is told as that, without what it was asked', async () => {
    const { ask, store } = await serveFilled();
    store.read = () => Promise.reject(new StoreUnavailable('connect ECONNREFUSED'));
    const refused = await ask('api/patients/3/snapshot');
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'Redis: connect ECONNREFUSED' }]);
  });

  test('in the middle of samples ends the connection: what came is not taken for all', async () => {
    const { ask, store } = await serveFilled();
    store.rawPages = async function* () {
      yield [[makeEntries(1)[0]?.sensorsJson ?? '', String(AT)] as const] as never;
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new StoreUnavailable('gone');
    };
    const cut = await ask('api/patients/3/samples');
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toThrow();
  });
});

test('samples that nobody reads are not held for ever', async () => {
  const store = new MemoryStore(() => (AT + 5) * 1000);
  const page = makeEntries(1000).map(({ sensorsJson, timestamp }) => [sensorsJson, timestamp] as const);
  let isOver = false;
  store.rawPages = async function* () {
    try {
      for (;;) yield page as never;
    } finally {
      isOver = true;
    }
  };
  const { port } = await serveApp({ store, streamPatience: { ...STREAM_PATIENCE, rowsStalledMs: 200 } });
  const deaf = connect(port, '127.0.0.1');
  deaf.on('error', () => {});
  deaf.write('GET /api/patients/3/samples HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => isOver).toBe(true);
  deaf.destroy();
});
