import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { NOTHING, takePatient } from '../../../src/page/live/live-state.ts';
import type { PatientMessage } from '../../../src/page/live/messages.ts';
import { ServerClock } from '../../../src/page/live/server-clock.ts';
import { LiveHub } from '../../../src/serve/live/live-hub.ts';
import { streamView } from '../../../src/serve/live/stream-view.ts';
import type { View } from '../../../src/serve/live/view.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ALBERT, AT, HEALTHY, makeEntry } from '../../store/fixtures.ts';

let store: MemoryStore;
let hub: LiveHub;
const ends: AbortController[] = [];
const nowMs = () => performance.now();

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(AT * 1000);
  store = new MemoryStore(() => Date.now());
  hub = new LiveHub({
    store,
    nowMs,
    patients: null,
    isPrivate: false,
    onBug: (error) => {
      throw error;
    },
  });
});
afterEach(() => {
  for (const end of ends.splice(0)) end.abort();
  hub.close();
  vi.useRealTimers();
});

function makeSignal(): AbortSignal {
  const end = new AbortController();
  ends.push(end);
  return end.signal;
}

/** A client that takes each event at once: those it took. */
function follow(view: View) {
  const events: { readonly atMs: number; readonly data: Record<string, unknown> }[] = [];
  void (async () => {
    for await (const { data } of streamView(hub, view, nowMs, makeSignal()))
      events.push({ atMs: nowMs(), data: JSON.parse(data) });
  })();
  return events;
}

const write = (atSeconds: number, patient = 3) =>
  store.write([
    { patient, entries: [makeEntry(atSeconds)], profile: ALBERT, health: { ...HEALTHY, polls: atSeconds } },
  ]);

test('a sample comes at once; a read that tells nothing new wakes nobody, and there is an event a second', async () => {
  const events = follow({ kind: 'patient', patient: 3 });
  await write(0);
  await vi.advanceTimersByTimeAsync(2000);
  events.splice(0);
  for (let poll = 1; poll <= 10; poll++) {
    await vi.advanceTimersByTimeAsync(300);
    await write(Number((poll * 0.3).toFixed(1)));
    await vi.advanceTimersByTimeAsync(0);
  }
  // Ten samples in three seconds, and no event for the reads beside the wake-ups.
  expect(events.length).toBeGreaterThanOrEqual(10);
  expect(events.length).toBeLessThanOrEqual(12);
  events.splice(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events.length).toBeGreaterThanOrEqual(9);
  expect(events.length).toBeLessThanOrEqual(11);
  const times = events.map(({ data }) => Number(data.nowSeconds));
  for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBeCloseTo(1, 1);
});

test('who comes and goes wakes nobody else, though all is read anew for them', async () => {
  await write(0);
  const events = follow({ kind: 'patient', patient: 3 });
  await vi.advanceTimersByTimeAsync(2500);
  events.splice(0);
  const reads = vi.spyOn(store, 'read');
  for (let other = 0; other < 20; other++) {
    hub.open({ kind: 'patient', patient: 4 }).close();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(reads.mock.calls.filter(([patient]) => patient === 3).length).toBeGreaterThanOrEqual(20);
  expect(events.length).toBeLessThanOrEqual(3);
});

test('fifty clients of the ward get the same rows, each at the pace of the ward', async () => {
  await write(0, 1);
  await write(0, 2);
  const clients = Array.from({ length: 50 }, () => follow({ kind: 'ward', traced: null }));
  await vi.advanceTimersByTimeAsync(3000);
  for (const events of clients) {
    const rows = events.flatMap(({ data }) => data.rows as { patient: number }[]);
    expect(new Set(rows.map(({ patient }) => patient))).toEqual(new Set([1, 2]));
    expect(events.length).toBeLessThanOrEqual(7);
  }
});

test('the ward stands with its traces as soon as they are read, and changes twice a second from then on', async () => {
  for (const patient of [1, 2, 3]) await write(0, patient);
  const events = follow({ kind: 'ward', traced: null });
  await vi.advanceTimersByTimeAsync(100);
  const rows = new Map(
    events
      .flatMap(({ data }) => data.rows as { patient: number; trace: object | null }[])
      .map(({ patient, trace }) => [patient, trace !== null]),
  );
  expect([...rows]).toEqual([1, 2, 3].map((patient) => [patient, true]));
  events.splice(0);
  for (let second = 1; second <= 5; second++) {
    for (const patient of [1, 2, 3]) await write(second, patient);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(events.length).toBeLessThanOrEqual(10);
});

test('a client that comes late, or reads late, has all samples in the end', async () => {
  const early = follow({ kind: 'patient', patient: 3 });
  await write(0);
  await vi.advanceTimersByTimeAsync(500);
  const slow = streamView(hub, { kind: 'patient', patient: 3 }, nowMs, makeSignal());
  const take = async () => {
    const taken = slow.next();
    await vi.advanceTimersByTimeAsync(1000);
    return JSON.parse((await taken).value?.data ?? '{}').update;
  };
  expect(await take()).toMatchObject({ isComplete: true, samples: [{ atSeconds: AT }] });
  for (const atSeconds of [1, 2, 3]) {
    await write(atSeconds);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect((await take()).samples).toHaveLength(3);
  const sentEarly = early.flatMap(({ data }) => (data.update as { samples?: object[] })?.samples ?? []);
  expect(sentEarly).toHaveLength(4);
});

test('the store that does not answer is told of at once', async () => {
  await write(0);
  const events = follow({ kind: 'patient', patient: 3 });
  await vi.advanceTimersByTimeAsync(1500);
  events.splice(0);
  const { StoreUnavailable } = await import('../../../src/store/store.ts');
  vi.spyOn(store, 'read').mockRejectedValue(new StoreUnavailable('gone'));
  await write(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(events.at(-1)?.data.link).toEqual({ state: 'down', reason: 'gone' });
});

describe('while somebody looks', () => {
  /** What a page knows that took all events so far. */
  const know = (events: { readonly data: Record<string, unknown>; readonly atMs: number }[]) => {
    const clock = new ServerClock();
    let state = NOTHING;
    for (const { data, atMs } of events) {
      const message = data as unknown as PatientMessage;
      if (message.nowSeconds !== null) clock.take(message.nowSeconds, atMs);
      state = takePatient(state, message, clock);
    }
    return state.snapshot;
  };
  const instants = (snapshot: ReturnType<typeof know>) => snapshot?.samples.map(({ atSeconds }) => atSeconds);

  test('a patient who is erased has no sample left, and is told to be unknown', async () => {
    await write(0);
    const events = follow({ kind: 'patient', patient: 3 });
    await vi.advanceTimersByTimeAsync(1500);
    expect(know(events)).toMatchObject({ known: true, samples: [{ atSeconds: AT }] });
    await store.erase(3);
    await vi.advanceTimersByTimeAsync(2500);
    expect(know(events)).toMatchObject({ known: false, samples: [], profile: null });
    await write(5);
    await vi.advanceTimersByTimeAsync(2500);
    expect(instants(know(events))).toEqual([AT + 5]);
  });

  test('another insole comes whole, with what is of it alone', async () => {
    await write(0);
    const events = follow({ kind: 'patient', patient: 3 });
    await vi.advanceTimersByTimeAsync(1500);
    expect(know(events)).toMatchObject({ insole: { name: 'six' } });
    const profile = { ...ALBERT, insole: { ...SIX, name: 'own' } };
    await store.write([{ patient: 3, entries: [makeEntry(2)], profile, health: HEALTHY }]);
    await vi.advanceTimersByTimeAsync(2500);
    expect(know(events)).toMatchObject({ insole: { name: 'own' } });
    expect(instants(know(events))).toEqual([AT + 2]);
  });

  test.each([-3600, 3600])(
    'a clock of the store that jumps by %d s is followed within a second',
    async (jump) => {
      await write(0);
      const events = follow({ kind: 'patient', patient: 3 });
      await vi.advanceTimersByTimeAsync(1500);
      vi.setSystemTime(Date.now() + jump * 1000);
      await vi.advanceTimersByTimeAsync(1500);
      expect(Math.abs(Number(events.at(-1)?.data.nowSeconds) - Date.now() / 1000)).toBeLessThan(1.1);
    },
  );

  test('a store that answers slowly delays what is told, and nothing that is told twice waits', async () => {
    await write(0);
    const { read } = store;
    store.read = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      return read.apply(store, given);
    };
    const events = follow({ kind: 'patient', patient: 3 });
    await vi.advanceTimersByTimeAsync(2000);
    const before = events.length;
    for (let second = 1; second <= 10; second++) {
      await write(second);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(events.length - before).toBeLessThanOrEqual(22);
    expect(instants(know(events))?.at(-1)).toBeGreaterThanOrEqual(AT + 8);
    // The time goes on between the reads, and so the age of what is shown.
    const times = events.map(({ data }) => Number(data.nowSeconds));
    for (const [index, time] of times.slice(1).entries())
      expect(time).toBeGreaterThan((times[index] ?? 0) - 0.001);
  });
});
