import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { AuditLogFailure } from '../../../src/serve/audit-log.ts';
import { STREAM_PATIENCE } from '../../../src/serve/routes/stream-route.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ALBERT, HEALTHY } from '../../store/fixtures.ts';
import { readTokens, type ServedApp, serveApp } from '../served-app.ts';

const TOKEN = '0123456789abcdef';
const CLIENTS = 50;

interface Event {
  readonly id: number;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at
  readonly data: any;
}

/** A client of the stream over a connection of its own, and the events it has read. */
class Client {
  readonly events: Event[] = [];
  response: IncomingMessage | null = null;
  isClosed = false;
  #text = '';
  readonly #url: string;

  constructor({ address }: ServedApp, query: string) {
    this.#url = `${address}/api/stream${query}`;
  }

  open(): Promise<this> {
    return new Promise((resolve, reject) => {
      get(this.#url, { agent: false }, (response) => {
        this.response = response;
        response.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk));
        response
          .on('error', () => {})
          .on('close', () => {
            this.isClosed = true;
          });
        resolve(this);
      }).on('error', reject);
    });
  }

  get states(): Event[] {
    return this.events.filter(({ event }) => event !== 'hello');
  }

  get values(): number[] {
    return this.states.flatMap(({ data }) =>
      (data.update?.samples ?? []).map(
        (sample: { sensors: { value: number }[] }) => sample.sensors[0]?.value,
      ),
    );
  }

  /** Says that everything was read. */
  async tellRead(): Promise<number> {
    const stream = this.events[0]?.data.stream;
    const url = this.#url.replace(/\/stream.*/, `/stream/${stream}?read=${this.states.at(-1)?.id}`);
    return (await fetch(url, { method: 'POST' })).status;
  }

  #take(chunk: string): void {
    this.#text += chunk;
    const events = this.#text.split('\n\n');
    this.#text = events.pop() ?? '';
    for (const each of events) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(each)?.[1] ?? '';
      this.events.push({ id: Number(field('id')), event: field('event'), data: JSON.parse(field('data')) });
    }
  }
}

const nowSeconds = () => Date.now() / 1000;

/** Writes samples of a patient, the last with this value, as of now. */
function write(store: MemoryStore, patient: number, value: number, count = 1) {
  const entries = Array.from({ length: count }, (_, index) => ({
    timestamp: (nowSeconds() - (count - 1 - index) / 1000).toFixed(3),
    sensorsJson: JSON.stringify([{ anomaly: false, id: 0, value }]),
    anomalous: false,
  }));
  return store.write([{ patient, entries, profile: ALBERT, health: HEALTHY }]);
}

const startOnClock = async (own = {}) => {
  const store = new MemoryStore(() => Date.now());
  return { store, app: await serveApp({ store, maxClients: CLIENTS + 10, ...own }) };
};

describe('a client that says what it has read', () => {
  test('gets no more than it asked for beyond that, and after a pause the newest state at once', async () => {
    const { store, app } = await startOnClock();
    await write(store, 3, 0);
    const client = await new Client(app, '?patient=3&unread=2').open();
    await expect.poll(() => client.values).toEqual([0]);
    client.response?.pause();
    await client.tellRead();
    const [socket] = app.sockets;
    let sentAtPause = 0;
    for (let value = 1; value <= 100; value++) {
      await write(store, 3, value);
      await sleep(2);
      if (value === 50) sentAtPause = socket?.bytesWritten ?? 0;
    }
    expect(socket?.bytesWritten).toBe(sentAtPause);
    client.response?.resume();
    const before = client.states.length;
    await expect.poll(() => client.states.length).toBeGreaterThan(before);
    await sleep(50);
    expect(client.states.length).toBeLessThanOrEqual(before + 2);
    expect(client.values.at(-1)).toBeLessThan(100);
    const waited = client.states.length;
    expect(await client.tellRead()).toBe(204);
    await expect.poll(() => client.values.at(-1)).toBe(100);
    // The first state since it was heard again, with all that was missed.
    expect(client.states[waited]?.data.update.samples.at(-1).sensors[0].value).toBe(100);
    expect(nowSeconds() - client.states[waited]?.data.nowSeconds).toBeLessThan(5);
    expect(new Set(client.values).size).toBe(101);
  });

  test('loses its place when it says nothing for too long', async () => {
    const { store, app } = await startOnClock({
      streamPatience: { ...STREAM_PATIENCE, stalledMs: 5000, unreadMs: 100 },
    });
    await write(store, 3, 0);
    const client = await new Client(app, '?patient=3&unread=1').open();
    await expect.poll(() => client.isClosed).toBe(true);
    expect(app.streams.count).toBe(0);
  });

  test.each([
    ['?patient=3&unread=0', 400, 'unread must be a whole number from 1 to 64'],
    ['?patient=3&unread=x', 400, 'unread must be a whole number from 1 to 64'],
  ])('%s is refused', async (query, status, message) => {
    const { address } = await serveApp();
    const refused = await fetch(`${address}/api/stream${query}`);
    expect([refused.status, await refused.json()]).toEqual([status, { error: message }]);
  });

  test('can say so of its own stream alone, and of what was sent', async () => {
    const tokens = readTokens(`ann:${TOKEN}\nben:${TOKEN}2`);
    const { store, app } = await startOnClock({ getTokens: () => tokens });
    await write(store, 3, 0);
    const ask = (path: string, token: string, method = 'GET') =>
      fetch(`${app.address}/api/stream${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    const stream = await ask('?unread=1', TOKEN);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: ward')) text += (await reader?.read())?.value ?? '';
    const [, id = ''] = /"stream":"([\w-]{22})"/.exec(text) ?? [];
    const read = async (token: string, state: string) =>
      (await ask(`/${id}?read=${state}`, token, 'POST')).status;
    expect(await read(`${TOKEN}2`, '1')).toBe(404);
    expect(await read(TOKEN, '99')).toBe(404);
    expect(await read(TOKEN, 'x')).toBe(400);
    expect(await read(TOKEN, '1')).toBe(204);
    expect((await ask('/nothing?read=1', TOKEN, 'POST')).status).toBe(404);
    await reader?.cancel();
    await expect.poll(() => read(TOKEN, '1')).toBe(404);
  });
});

describe('fifty clients at the same time', () => {
  test('all hear each state while one of them reads nothing, and little waits for that one in the server', async () => {
    const { store, app } = await startOnClock({
      streamPatience: { ...STREAM_PATIENCE, stalledMs: 500, unreadMs: 60_000 },
    });
    await write(store, 1, 0);
    await write(store, 2, 0, 1000);
    const readers: Client[] = [];
    for (let client = 1; client < CLIENTS; client++) readers.push(await new Client(app, '?patient=1').open());
    const paused = await new Client(app, '?patient=2').open();
    await expect.poll(() => paused.states.some(({ data }) => data.update?.samples)).toBe(true);
    paused.response?.pause();
    const socket = [...app.sockets].at(-1);
    let mostQueued = 0;
    let isCut = false;
    socket?.on('close', () => {
      isCut = true;
    });
    let value = 0;
    for (; value < 5000 && !isCut; value++) {
      // Each state of patient 2 is some hundred kilobytes: the buffers of the system are full soon.
      await write(store, 2, value, 1000);
      if (value % 10 === 0) await write(store, 1, value);
      await sleep(1);
      mostQueued = Math.max(mostQueued, socket?.writableLength ?? 0);
    }
    expect(isCut).toBe(true);
    expect(mostQueued).toBeGreaterThan(0);
    expect(mostQueued).toBeLessThan(1_000_000);
    await write(store, 1, value);
    for (const client of readers) {
      await expect.poll(() => client.values.at(-1)).toBe(value);
      expect(nowSeconds() - client.states.at(-1)?.data.nowSeconds).toBeLessThan(5);
    }
    // Who was cut off comes again, and has the newest state first.
    const again = await new Client(app, '?patient=2').open();
    await expect.poll(() => again.values.at(-1)).toBe(value - 1);
    expect(app.streams.count).toBe(CLIENTS);
  });
});

describe('how many there are', () => {
  test('a request for the headers alone takes no place, nor does one whose client has gone', async () => {
    const app = await serveApp({ maxClients: 2 });
    for (let tries = 0; tries < 5; tries++) {
      const head = await fetch(`${app.address}/api/stream`, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
      const end = new AbortController();
      expect((await fetch(`${app.address}/api/stream`, { signal: end.signal })).status).toBe(200);
      end.abort();
      await expect.poll(() => app.streams.count).toBe(0);
    }
  });

  test('no more get in at the same instant, while the audit log is written', async () => {
    const app = await serveApp({ maxClients: 2, audit: { write: () => sleep(50) } });
    const end = new AbortController();
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => fetch(`${app.address}/api/stream`, { signal: end.signal })),
    );
    expect(asked.map(({ status }) => status).sort()).toEqual([200, 200, ...Array(8).fill(503)]);
    end.abort();
  });

  test('a view that the audit log refused takes no place', async () => {
    const audit = { write: () => Promise.reject(new AuditLogFailure('ENOSPC')) };
    const app = await serveApp({ audit });
    for (let tries = 0; tries < 3; tries++)
      expect((await fetch(`${app.address}/api/stream`)).status).toBe(503);
    expect(app.streams.count).toBe(0);
  });
});

test.each([['by a token'], ['by the form']])(
  'who looks %s sees nothing more once the token is out of the file',
  async (how) => {
    let tokens = readTokens(`ann:${TOKEN}\nben:${TOKEN}2`);
    const { store, app } = await startOnClock({ getTokens: () => tokens });
    await write(store, 3, 0);
    const signedIn = await fetch(`${app.address}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ token: TOKEN }),
      redirect: 'manual',
    });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers: Record<string, string> =
      how === 'by the form' ? { cookie } : { authorization: `Bearer ${TOKEN}` };
    const stream = await fetch(`${app.address}/api/stream?patient=3`, { headers });
    const reader = stream.body?.getReader();
    await reader?.read();
    // Another's token is no reason to end.
    tokens = readTokens(`ann:${TOKEN}`);
    await write(store, 3, 1);
    expect((await reader?.read())?.done).toBe(false);
    tokens = readTokens(`ben:${TOKEN}2`);
    await write(store, 3, 2);
    while (!(await reader?.read())?.done);
    expect(app.streams.count).toBe(0);
  },
);
