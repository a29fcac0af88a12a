import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { nameReachable } from '../../../src/serve/access/reachable-names.ts';
import type { ServeOptions } from '../../../src/serve/serve-options.ts';
import { readTokens, sendRaw, serveApp } from '../served-app.ts';

const TOKEN = '0123456789abcdef';
const OTHER = 'fedcba9876543210';

async function start(own: Partial<ServeOptions> = {}) {
  let nowMs = 0;
  const tokens = readTokens(`ann:${TOKEN}\nben:${OTHER}`);
  const { address } = await serveApp({ getTokens: () => tokens, nowMs: () => nowMs, ...own });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, { headers, redirect: 'manual' });
  const signIn = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${own.basePath ?? '/'}sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
      headers,
      redirect: 'manual',
    });
  const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const pass = (forMs: number) => {
    nowMs += forMs;
  };
  return { address, ask, signIn, cookieOf, pass };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('the cookie', () => {
  test('is sent over TLS alone where browsers come over TLS, and they are told to stay there', async () => {
    const { signIn, ask } = await start({ isSecure: true });
    expect((await signIn(TOKEN)).headers.get('set-cookie')).toMatch(
      /^footwatch_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await ask('/healthz')).headers.get('strict-transport-security')).toBe('max-age=15552000');
    const plain = await start();
    expect((await plain.ask('/healthz')).headers.get('strict-transport-security')).toBeNull();
  });

  test('belongs to the path of the page alone', async () => {
    const { signIn } = await start({
      basePath: '/footwatch/',
      names: nameReachable('https://gait.example/footwatch/', '127.0.0.1'),
    });
    expect((await signIn(TOKEN)).headers.get('set-cookie')).toContain('; Path=/footwatch/;');
  });

  test('is good for twelve hours, not beyond, and never for another session', async () => {
    const { ask, signIn, cookieOf, pass } = await start();
    const [ann, again] = [cookieOf(await signIn(TOKEN)), cookieOf(await signIn(TOKEN))];
    expect(ann).not.toBe(again);
    pass(12 * 3_600_000 - 1);
    expect((await ask('/api/time', { cookie: ann })).status).toBe(200);
    pass(1);
    expect((await ask('/api/time', { cookie: ann })).status).toBe(401);
  });

  test('is taken back at sign-out, here and in the browser; other sessions go on', async () => {
    const { address, ask, signIn, cookieOf } = await start();
    const [ann, ben] = [cookieOf(await signIn(TOKEN)), cookieOf(await signIn(OTHER))];
    const out = await fetch(`${address}/sign-out`, {
      method: 'POST',
      headers: { cookie: ann },
      redirect: 'manual',
    });
    expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in']);
    expect(out.headers.get('set-cookie')).toMatch(/^footwatch_session=; Max-Age=0; Path=\//);
    expect((await ask('/api/time', { cookie: ann })).status).toBe(401);
    expect((await ask('/api/time', { cookie: ben })).status).toBe(200);
    expect((await fetch(`${address}/sign-out`)).status).not.toBe(303);
  });

  test.each([
    '',
    'footwatch_session=',
    'footwatch_session=nonsense',
    `footwatch_session=${TOKEN}`,
    'footwatch_session=%E0%A4%A',
  ])('that is %j lets nobody in, and is no bug', async (cookie) => {
    const { ask } = await start();
    expect((await ask('/api/time', { cookie })).status).toBe(401);
  });
});

describe('a token', () => {
  test.each(['?token=', '?access_token=', '?authorization=Bearer%20'])(
    'in an address is none: %s',
    async (query) => {
      const { ask } = await start();
      expect((await ask(`/api/time${query}${TOKEN}`)).status).toBe(401);
    },
  );

  test.each([`Basic ${btoa(`ann:${TOKEN}`)}`, TOKEN, `Bearer ${TOKEN} x`, 'Bearer', `Bearer  `])(
    'in a header of another form is none: %s',
    async (authorization) => {
      const { ask } = await start();
      expect((await ask('/api/time', { authorization })).status).toBe(401);
    },
  );

  test.each([
    ['application/json', '{}'],
    ['multipart/form-data; boundary=x', 'abcde'],
    ['multipart/form-data', '--'],
    ['application/x-www-form-urlencoded', ''],
    ['application/x-www-form-urlencoded', 'token=%E0%A4%A&token=x'],
  ])('in a form of %s that is %j is none', async (type, body) => {
    const { address } = await start();
    const answer = await fetch(`${address}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('That token is not known.');
  });

  test('does not come back in any answer', async () => {
    const { ask, signIn } = await start();
    const wrong = 'wrong-wrong-wrong';
    for (const response of [
      await signIn(wrong),
      await signIn(TOKEN),
      await ask('/api/time', bearer(wrong)),
    ]) {
      const text = JSON.stringify([...response.headers]) + (await response.text());
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(wrong);
    }
  });
});

describe('wrong tries', () => {
  test('count by the form and by a header alike; after a minute there are five more', async () => {
    const { ask, signIn, pass } = await start();
    for (let tries = 0; tries < 3; tries++) expect((await signIn('wrong-wrong-wrong')).status).toBe(401);
    for (let tries = 0; tries < 2; tries++)
      expect((await ask('/api/time', bearer('wrong-wrong-wrong'))).status).toBe(401);
    const late = await ask('/api/time', bearer(TOKEN));
    expect([late.status, await late.json()]).toEqual([
      429,
      { error: 'too many wrong tokens: try again in 60 s' },
    ]);
    expect(late.headers.get('retry-after')).toBe('60');
    pass(60_000);
    expect((await ask('/api/time', bearer(TOKEN))).status).toBe(200);
  });

  test('do not count where no token was given, and shut out nobody who is signed in', async () => {
    const { ask, signIn, cookieOf } = await start();
    const cookie = cookieOf(await signIn(TOKEN));
    for (let tries = 0; tries < 20; tries++) expect((await ask('/api/time')).status).toBe(401);
    for (let tries = 0; tries < 6; tries++) await ask('/api/time', bearer('wrong-wrong-wrong'));
    expect((await ask('/api/time', { cookie })).status).toBe(200);
  });

  test('are of the address that the proxy saw, and of none that a client says', async () => {
    const { ask } = await start({ isBehindProxy: true });
    const tryFrom = async (forwarded: string) =>
      (await ask('/api/time', { ...bearer('wrong-wrong-wrong'), 'x-forwarded-for': forwarded })).status;
    for (let tries = 0; tries < 5; tries++) expect(await tryFrom(`10.0.0.${tries}, 203.0.113.7`)).toBe(401);
    expect(await tryFrom('10.0.0.9, 203.0.113.7')).toBe(429);
    expect(await tryFrom('203.0.113.8')).toBe(401);
  });

  test('without a proxy are of the connection, whatever a client says', async () => {
    const { ask } = await start();
    const tryFrom = async (forwarded: string) =>
      (await ask('/api/time', { ...bearer('wrong-wrong-wrong'), 'x-forwarded-for': forwarded })).status;
    for (let tries = 0; tries < 5; tries++) expect(await tryFrom(`10.0.0.${tries}`)).toBe(401);
    expect(await tryFrom('10.0.0.9')).toBe(429);
  });
});

describe('what a proxy says', () => {
  const seenFrom = async (isBehindProxy: boolean, headers: Record<string, string>) => {
    const seen: string[] = [];
    const { ask } = await start({
      isBehindProxy,
      getTokens: () => null,
      audit: { write: async ({ from }) => void seen.push(from) },
    });
    await ask('/api/patients', headers);
    return seen[0];
  };

  test.each([
    ['the last address, which the proxy has appended', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['an address of IPv6', '2001:db8::7', '2001:db8::7'],
    ['one of IPv4 in the clothes of IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
    ['none that is no address', '<script>', '127.0.0.1'],
    ['none that is empty', '203.0.113.7, ', '127.0.0.1'],
  ])('%s', async (_, forwarded, from) => {
    expect(await seenFrom(true, { 'x-forwarded-for': forwarded })).toBe(from);
  });

  test('is not believed where there is none; its other headers never are', async () => {
    expect(await seenFrom(false, { 'x-forwarded-for': '203.0.113.7', forwarded: 'for=6.6.6.6' })).toBe(
      '127.0.0.1',
    );
    expect(await seenFrom(true, { forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6' })).toBe('127.0.0.1');
    const { ask } = await start({ isBehindProxy: true });
    const said = await ask('/patients/3', {
      accept: 'text/html',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '/evil',
    });
    expect(said.headers.get('location')).toBe('/sign-in?next=patients%2F3');
  });
});

describe('names', () => {
  const askUnder = (address: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      request(address, { headers, method }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  test('under a public address others are refused on every path but those of health', async () => {
    const { address } = await start({
      basePath: '/footwatch/',
      names: nameReachable('https://gait.example/footwatch/', '0.0.0.0'),
    });
    for (const path of ['', 'sign-in', 'api/patients', 'api/stream', 'metrics', 'assets/x.js']) {
      expect(await askUnder(`${address}/footwatch/${path}`, { host: 'evil.example' }), path).toBe(421);
      expect(await askUnder(`${address}/footwatch/${path}`, { host: 'gait.example' }), path).not.toBe(421);
    }
    expect(await askUnder(`${address}/footwatch/healthz`, { host: '10.1.2.3:8050' })).toBe(200);
  });

  test('a request without any is refused as one with another, but on the paths of health', async () => {
    const { address } = await start();
    const { port } = new URL(address);
    const askWithout = (path: string, version: string) =>
      sendRaw(Number(port), `GET ${path} HTTP/${version}\r\nConnection: close\r\n\r\n`);
    for (const version of ['1.0', '1.1']) {
      expect(await askWithout('/api/patients', version)).toMatch(/^HTTP\/1\.1 421 /);
      expect(await askWithout('/healthz', version)).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  test('a form or a request of another site is refused, also one that signs in or out', async () => {
    const { address } = await start();
    for (const path of ['sign-in', 'sign-out', 'api/patients/3/kept', 'api/stream/abc?read=1']) {
      expect(await askUnder(`${address}/${path}`, { origin: 'https://evil.example' }, 'POST'), path).toBe(
        403,
      );
      expect(await askUnder(`${address}/${path}`, { origin: 'null' }, 'POST'), path).toBe(403);
    }
    const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await askUnder(`${address}/`, navigation)).not.toBe(403);
  });
});
