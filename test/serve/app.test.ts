import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { nameReachable } from '../../src/serve/access/reachable-names.ts';
import { createApp } from '../../src/serve/app.ts';
import { openAuditLog } from '../../src/serve/audit-log.ts';
import { describeApi } from '../../src/serve/openapi.ts';
import type { ServeOptions } from '../../src/serve/serve-options.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { ALBERT, AT, HEALTHY, makeEntries } from '../store/fixtures.ts';
import { readTokens, serveApp } from './served-app.ts';

const TOKEN = '0123456789abcdef';

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore(() => (AT + 5) * 1000);
});
const start = async (own: Partial<ServeOptions> = {}) => (await serveApp({ store, ...own })).address;

const fill = (patient = 3) =>
  store.write([{ patient, entries: makeEntries(5), profile: ALBERT, health: HEALTHY }]);

/** Asks under a Host that fetch would not send. */
function ask(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

describe('on this machine, without tokens', () => {
  test('serves what is stored: patients, snapshot, samples, events, kept walks', async () => {
    await fill();
    const address = await start();
    const get = async (path: string) => (await fetch(`${address}/api/${path}`)).json();
    expect(await get('patients')).toMatchObject([{ patient: 3, firstname: ALBERT.firstname }]);
    expect(await get('patients/3/snapshot')).toMatchObject({
      schema: 'footwatch.snapshot/1',
      patient: 3,
      samples: 5,
    });
    const rows = (await (await fetch(`${address}/api/patients/3/samples`)).text()).trim().split('\n');
    expect(rows).toHaveLength(5);
    const csv = await (await fetch(`${address}/api/patients/3/samples?format=csv`)).text();
    expect(csv).toMatch(/^patient,timestamp,s0,s1,s2,s3,s4,s5,anomaly,source\n3,/);
    expect(await get('patients/3/events')).toEqual([]);
    expect(await get('patients/3/kept')).toEqual([]);
    expect(await get('time')).toEqual({ nowSeconds: expect.any(Number) });
  });

  test('keeps a span with its marks, and lists it, of one patient and of all, with what it is of', async () => {
    await fill();
    const address = await start();
    const post = (body: object) =>
      fetch(`${address}/api/patients/3/kept`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { samples } = (await (await fetch(`${address}/api/patients/3/snapshot`)).json()) as {
      samples: number;
    };
    const at = new Date((AT + 1) * 1000).toISOString();
    const kept = await post({ since: '2000h', note: 'ward 3', marks: [{ at, word: 'turn' }, { at }] });
    expect(kept.status).toBe(201);
    const { id } = (await kept.json()) as { id: string };
    const walk = { id, samples, note: 'ward 3', marks: [{ word: 'turn' }, { word: '' }] };
    const get = async (path: string) => (await fetch(`${address}/api/${path}`)).json();
    expect(await get('kept')).toMatchObject([walk]);
    expect(await get('patients/3/kept')).toMatchObject([walk]);
    expect(await get(`patients/3/kept/${id}`)).toMatchObject({ ...walk, insole: { name: 'six' } });
    expect(await (await post({ marks: [{ at: 'noon' }] })).json()).toEqual({
      error: expect.stringContaining('at of a mark must be'),
    });
    expect(await (await post({ marks: [{ at, word: 'x'.repeat(41) }] })).json()).toEqual({
      error: 'word of a mark must be a text of at most 40 characters',
    });
  });

  test('is one page at every address within it, with headers that allow no other host', async () => {
    const address = await start();
    for (const path of ['', 'patients/3', 'patients/3?at=2026-11-23T20:41:07Z']) {
      const response = await fetch(`${address}/${path}`);
      expect(await response.text()).toContain('the page');
      expect(response.headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*frame-ancestors 'none'/,
      );
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  test('takes no other Host, and no Origin but its own', async () => {
    const address = await start();
    expect(await ask(`${address}/api/patients`, { host: 'evil.example' })).toBe(421);
    expect(await ask(`${address}/api/patients`, { origin: 'http://evil.example' })).toBe(403);
    expect(await ask(`${address}/api/patients`, { origin: address })).toBe(200);
    expect(
      await ask(`${address}/api/patients`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }),
    ).toBe(403);
  });

  test.each([
    ['patients/x/samples', 400, 'the patient in the path must be a whole number from 0'],
    ['patients/3/samples?since=yesterday', 400, 'since must be a duration'],
    ['patients/3/samples?format=xml', 400, 'format must be ndjson or csv'],
    ['patients/3/kept/20261126-140322/samples', 404, 'patient 3 has no kept walk of that id'],
    ['stream?patient=-1', 400, 'patient must be a whole number'],
    ['nothing', 404, 'not found'],
  ])('answers %s with %d and one line', async (path, status, message) => {
    const address = await start();
    const response = await fetch(`${address}/api/${path}`);
    expect(response.status).toBe(status);
    const answer = (await response.json()) as { error: string };
    expect(answer.error).toContain(message);
  });

  test('reports of a walk, on a page with a policy of its own and as JSON; of none it says so', async () => {
    await fill();
    const address = await start();
    const page = await fetch(`${address}/api/patients/3/report?since=1h`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    );
    expect(await page.text()).toMatch(/^<!doctype html>[\s\S]*What is not told, and why/);
    const json = await fetch(`${address}/api/patients/3/report?since=1h&format=json`);
    expect(await json.json()).toMatchObject({ patient: 3, sampling: { samples: 5 } });
    const none = await fetch(`${address}/api/patients/4/report`);
    expect([none.status, await none.json()]).toEqual([
      404,
      { error: 'patient 4: the store has no sample of that time' },
    ]);
    expect((await fetch(`${address}/api/patients/3/report?zone=CET`)).status).toBe(400);
  });

  test('hides names where privacy is asked for', async () => {
    await fill();
    const address = await start({ isPrivate: true });
    for (const path of ['patients', 'patients/3/snapshot'])
      expect(await (await fetch(`${address}/api/${path}`)).text()).not.toContain(ALBERT.firstname);
  });
});

describe('the stream', () => {
  /** Reads events until enough came. */
  async function readEvents(address: string, query: string, count: number) {
    const abort = new AbortController();
    const response = await fetch(`${address}/api/stream?${query}`, { signal: abort.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events: { event: string; data: Record<string, unknown> }[] = [];
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const event = /^event: (.*)$/m.exec(part)?.[1] ?? '';
        events.push({ event, data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? 'null') });
      }
      if (events.length >= count) break;
    }
    abort.abort();
    return events;
  }

  test('of a patient has all samples first, then only what is new', async () => {
    await fill();
    const address = await start();
    const events = await readEvents(address, 'patient=3', 4);
    expect(events[0]).toMatchObject({ event: 'hello', data: { version: '1.2.3' } });
    const updates = events
      .slice(1)
      .flatMap(({ data }) => (data.update && Object.keys(data.update).length > 0 ? [data.update] : []));
    expect(updates[0]).toMatchObject({ patient: 3, isComplete: true, insole: { name: 'six' } });
    expect((updates[0] as { samples: unknown[] }).samples).toHaveLength(5);
    for (const update of updates.slice(1)) expect(update).toMatchObject({ isComplete: false, samples: [] });
  });

  test('of the ward has a row a patient, and then those that changed', async () => {
    await fill(1);
    await fill(2);
    const address = await start();
    const events = await readEvents(address, '', 4);
    const rows = events.flatMap(({ data }) => (data.rows as { patient: number }[] | undefined) ?? []);
    expect(rows.map(({ patient }) => patient)).toEqual(expect.arrayContaining([1, 2]));
  });

  test('is open to so many at the same time', async () => {
    const address = await start();
    const abort = new AbortController();
    const one = await fetch(`${address}/api/stream`, { signal: abort.signal });
    const two = await fetch(`${address}/api/stream`, { signal: abort.signal });
    expect([one.status, two.status]).toEqual([200, 200]);
    const three = await fetch(`${address}/api/stream`);
    expect(three.status).toBe(503);
    expect(await three.json()).toEqual({ error: '2 look already: serve.maxClients allows no more' });
    abort.abort();
  });
});

describe('with tokens', () => {
  const tokens = readTokens(`ann:${TOKEN}`);
  const withTokens = { getTokens: () => tokens };
  const signIn = (address: string, token: string, next = 'patients/3') =>
    fetch(`${address}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ token, next }),
      redirect: 'manual',
    });

  test('nothing is shown without one: people get the form, programs 401', async () => {
    const address = await start(withTokens);
    const page = await fetch(`${address}/patients/3`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in?next=patients%2F3']);
    for (const path of ['api/patients', 'api/stream', 'metrics', 'api/openapi.json'])
      expect((await fetch(`${address}/${path}`)).status, path).toBe(401);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });

  test('the form signs in by a cookie that scripts cannot read, and goes where somebody wanted to', async () => {
    await fill();
    const address = await start(withTokens);
    const signedIn = await signIn(address, TOKEN);
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/patients/3']);
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^footwatch_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await fetch(`${address}/api/patients`, { headers })).status).toBe(200);
    await fetch(`${address}/sign-out`, { method: 'POST', headers, redirect: 'manual' });
    expect((await fetch(`${address}/api/patients`, { headers })).status).toBe(401);
    expect(
      (await fetch(`${address}/api/patients`, { headers: { authorization: `Bearer ${TOKEN}` } })).status,
    ).toBe(200);
  });

  test.each(['//evil.example/', 'https://evil.example/', '\\\\evil.example', '../../x'])(
    'never leads to another site: %s',
    async (next) => {
      const address = await start(withTokens);
      const location = (await signIn(address, TOKEN, next)).headers.get('location') ?? '';
      expect(new URL(location, address).origin).toBe(address);
      expect(location).toMatch(/^\/(?!\/)/);
    },
  );

  test('five wrong tries a minute, then even a right one waits', async () => {
    const address = await start(withTokens);
    for (let tries = 0; tries < 5; tries++) {
      const wrong = await signIn(address, 'wrong-wrong-wrong');
      expect(wrong.status).toBe(401);
      expect(await wrong.text()).toContain('That token is not known.');
    }
    const late = await signIn(address, TOKEN);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await late.text()).not.toContain(TOKEN);
  });

  test('who looked at whom is written down, without names and tokens', async () => {
    await fill();
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-audit-')), 'audit.ndjson');
    const audit = openAuditLog(
      file,
      () => new Date(0),
      () => {},
    );
    const address = await start({ ...withTokens, audit });
    const headers = { authorization: `Bearer ${TOKEN}` };
    await (await fetch(`${address}/api/patients/3/snapshot`, { headers })).text();
    await (await fetch(`${address}/api/patients/3/samples`, { headers })).text();
    const lines = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { at: '1970-01-01T00:00:00.000Z', who: 'ann', from: '127.0.0.1', patient: 3, what: 'snapshot' },
      { at: '1970-01-01T00:00:00.000Z', who: 'ann', from: '127.0.0.1', patient: 3, what: 'samples' },
    ]);
  });

  test('where that cannot be written, nothing is shown, and it is said once', async () => {
    await fill();
    const failures: string[] = [];
    const audit = openAuditLog(
      '/dev/full',
      () => new Date(),
      (reason) => failures.push(reason),
    );
    const address = await start({ audit });
    for (let tries = 0; tries < 2; tries++) {
      const refused = await fetch(`${address}/api/patients/3/snapshot`);
      expect(refused.status).toBe(503);
      expect(await refused.json()).toEqual({ error: 'the audit log cannot be written, so nothing is shown' });
    }
    expect(failures).toEqual(['ENOSPC']);
  });
});

test('behind a proxy under a path, all is below it, and the address in front is written down', async () => {
  const seen: string[] = [];
  const address = await start({
    basePath: '/footwatch/',
    names: nameReachable('https://gait.example/footwatch/', '127.0.0.1'),
    isBehindProxy: true,
    audit: { write: async ({ from }) => void seen.push(from) },
  });
  const page = await fetch(`${address}/footwatch/patients/3`);
  expect(await page.text()).toContain('<base href="/footwatch/">');
  await fetch(`${address}/footwatch/api/patients`, {
    headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' },
  });
  expect(seen).toEqual(['203.0.113.7']);
  expect((await fetch(`${address}/api/patients`)).status).toBe(404);
});

test('the description names exactly the routes there are', async () => {
  const { options, hub, streams } = await serveApp();
  const app = createApp(options, hub, streams, { contentType: '', text: async () => '' });
  const routes = app.routes
    .filter(({ method, path }) => path.startsWith('/api/') && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.slice('/api'.length).replace(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries(describeApi(options).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...new Set(described)].sort()).toEqual([...new Set(routes)].sort());
});
