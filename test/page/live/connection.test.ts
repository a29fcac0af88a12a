import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Connection, type Heard, listen } from '../../../src/page/live/connection.ts';
import { AT } from '../../store/fixtures.ts';

/** A stream of which a test says what comes. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static newest: FakeSource;
  readyState = 1;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.newest = this;
  }

  close(): void {
    this.readyState = FakeSource.CLOSED;
  }

  send(event: string, data: object, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data), lastEventId }));
  }
}

let asked: string[];
let answer: () => Promise<Response>;
let heard: Heard[];
let signIns: number;
let connection: Connection;
let sent = 0;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  asked = [];
  answer = async () => new Response(null, { status: 204 });
  vi.stubGlobal('fetch', (url: string, { method = 'GET' } = {}) => {
    asked.push(`${method} ${url}`);
    return url === 'api/time' ? Promise.resolve(Response.json({ nowSeconds: nowSeconds() })) : answer();
  });
  heard = [];
  signIns = 0;
  connection = listen(
    '',
    () => performance.now(),
    (each) => heard.push(each),
    () => signIns++,
  );
  sent = 0;
  FakeSource.newest.send('hello', { version: '1', stream: 'abc' });
});
afterEach(() => {
  connection.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const nowSeconds = () => AT + performance.now() / 1000;
const send = (seconds = nowSeconds()) =>
  FakeSource.newest.send(
    'ward',
    { nowSeconds: seconds, link: { state: 'answering' }, patients: [++sent], rows: [] },
    String(sent),
  );
const pass = (forMs: number) => vi.advanceTimersByTimeAsync(forMs);

test('the server is told what was read, two events at a time, and sends four ahead at most', async () => {
  expect(FakeSource.newest.url).toBe('api/stream?unread=4');
  for (let event = 0; event < 6; event++) {
    send();
    await pass(300);
  }
  expect(asked).toEqual([
    'POST api/stream/abc?read=2',
    'POST api/stream/abc?read=4',
    'POST api/stream/abc?read=6',
  ]);
  expect(heard).toHaveLength(6);
});

test('what the server could not be told it is told again, and of another stream afresh', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  send();
  send();
  await pass(2500);
  expect(asked).toEqual(Array(3).fill('POST api/stream/abc?read=2'));
  answer = async () => new Response(null, { status: 204 });
  FakeSource.newest.send('hello', { version: '1', stream: 'def' });
  sent = 0;
  send();
  send();
  await pass(1500);
  expect(asked.slice(3)).toEqual(['POST api/stream/def?read=2']);
});

test('a reader who is signed out meanwhile is asked to sign in', async () => {
  answer = async () => new Response(null, { status: 401 });
  send();
  send();
  await pass(0);
  expect(signIns).toBe(1);
});

test('why the server lets nobody look is told in its words, until it does', async () => {
  send();
  heard.splice(0);
  vi.stubGlobal('fetch', async () => Response.json({ error: '100 look already' }, { status: 503 }));
  const refused = FakeSource.newest;
  refused.close();
  refused.dispatchEvent(new Event('error'));
  await pass(0);
  expect(heard.map(({ refusal }) => refusal)).toEqual(['100 look already']);
  await pass(2000);
  expect(FakeSource.newest).not.toBe(refused);
  FakeSource.newest.send('hello', { version: '1', stream: 'def' });
  send();
  expect(heard.at(-1)?.refusal).toBeNull();
});

test('states that waited while the page slept are not shown: the first that is shown is of now', async () => {
  send();
  await pass(300);
  const waiting = [nowSeconds(), nowSeconds() + 0.3, nowSeconds() + 0.6];
  await pass(30_000);
  heard.splice(0);
  for (const seconds of waiting) send(seconds);
  expect(heard).toEqual([]);
  send();
  await pass(0);
  expect(heard.map(({ state }) => state.patients)).toEqual([[5]]);
  const [first] = heard;
  const ageSeconds = nowSeconds() - (first?.state.clock?.nowSeconds ?? 0);
  expect(ageSeconds).toBeLessThan(1);
});

test('a clock that is set back keeps nothing hidden for longer than one question', async () => {
  send();
  await pass(300);
  heard.splice(0);
  vi.stubGlobal('fetch', async (url: string) =>
    url === 'api/time' ? Response.json({ nowSeconds: nowSeconds() - 3600 }) : answer(),
  );
  send(nowSeconds() - 3600);
  expect(heard).toHaveLength(0);
  await pass(300);
  send(nowSeconds() - 3600);
  expect(heard).toHaveLength(1);
});

test('another part of the view is asked for anew, and what is known stays', async () => {
  send();
  const before = FakeSource.newest;
  connection.ask('traced=4,5');
  expect(before.readyState).toBe(FakeSource.CLOSED);
  expect(FakeSource.newest.url).toBe('api/stream?traced=4,5&unread=4');
  const asking = FakeSource.newest;
  connection.ask('traced=4,5');
  expect(FakeSource.newest).toBe(asking);
  FakeSource.newest.send('ward', {
    nowSeconds: nowSeconds(),
    link: { state: 'answering' },
    patients: [1],
    rows: [],
  });
  expect(heard.at(-1)?.state.patients).toEqual([1]);
});
