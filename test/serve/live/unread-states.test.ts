import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UnreadStates } from '../../../src/serve/live/unread-states.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const { signal } = new AbortController();

test('so many states are under way at most, and one that is read makes room', async () => {
  const unread = new UnreadStates(2);
  expect(unread.count()).toBe(1);
  expect(await unread.waitForRoom(1000, signal)).toBe(true);
  expect(unread.count()).toBe(2);
  const room = unread.waitForRoom(1000, signal);
  let isOpen = false;
  void room.then(() => {
    isOpen = true;
  });
  await vi.advanceTimersByTimeAsync(900);
  expect(isOpen).toBe(false);
  expect(unread.read(1)).toBe(true);
  expect(await room).toBe(true);
});

test('a client that says nothing for too long is given up, and so is one that is gone', async () => {
  const unread = new UnreadStates(1);
  unread.count();
  const late = unread.waitForRoom(1000, signal);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await late).toBe(false);
  const end = new AbortController();
  const gone = unread.waitForRoom(1000, end.signal);
  end.abort();
  expect(await gone).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('without a number of its own a client gets all', async () => {
  const unread = new UnreadStates(Number.POSITIVE_INFINITY);
  for (let state = 0; state < 1000; state++) unread.count();
  expect(await unread.waitForRoom(1000, signal)).toBe(true);
});

test('a state that was not sent was not read', () => {
  const unread = new UnreadStates(1);
  unread.count();
  for (const state of [0, 2, -1, 1.5, Number.NaN]) expect(unread.read(state), String(state)).toBe(false);
  expect(unread.read(1)).toBe(true);
});
