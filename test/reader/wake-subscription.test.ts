import { expect, test, vi } from 'vitest';
import type { PatientId } from '../../src/core/patient.ts';
import { WakeSubscription } from '../../src/reader/wake-subscription.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { StoreUnavailable, type Subscription } from '../../src/store/store.ts';

function start() {
  const store = new MemoryStore(() => 0);
  const closed: (readonly PatientId[])[] = [];
  const wakeOn = vi
    .spyOn(store, 'wakeOn')
    .mockImplementation(async (patients) => ({ wakes: true, close: () => closed.push(patients) }));
  const clock = { nowMs: 1_000_000 };
  const wakeUps = new WakeSubscription(
    store,
    () => clock.nowMs,
    () => {},
  );
  return { wakeUps, wakeOn, closed, clock };
}

test('the same patients are subscribed to once', async () => {
  const { wakeUps, wakeOn, closed } = start();
  expect(wakeUps.wakes).toBe(false);
  await wakeUps.subscribe([1, 2]);
  await wakeUps.subscribe([1, 2]);
  expect(wakeOn).toHaveBeenCalledTimes(1);
  expect(wakeUps.wakes).toBe(true);
  expect(closed).toEqual([]);
});

test('other patients replace the ones before, and nobody needs no subscription', async () => {
  const { wakeUps, wakeOn, closed } = start();
  await wakeUps.subscribe([1, 2]);
  await wakeUps.subscribe([3]);
  expect(closed).toEqual([[1, 2]]);
  await wakeUps.subscribe([]);
  expect(closed).toEqual([[1, 2], [3]]);
  expect(wakeOn).toHaveBeenCalledTimes(2);
  expect(wakeUps.wakes).toBe(false);
});

test('a refused subscription is tried again after five seconds, not before', async () => {
  const { wakeUps, wakeOn, clock } = start();
  wakeOn.mockRejectedValueOnce(new StoreUnavailable('too many clients'));
  await wakeUps.subscribe([1]);
  expect(wakeUps.wakes).toBe(false);
  clock.nowMs += 4999;
  await wakeUps.subscribe([1]);
  expect(wakeOn).toHaveBeenCalledTimes(1);
  clock.nowMs += 1;
  await wakeUps.subscribe([1]);
  expect(wakeOn).toHaveBeenCalledTimes(2);
  expect(wakeUps.wakes).toBe(true);
});

test('an error that is a bug is passed on', async () => {
  const { wakeUps, wakeOn } = start();
  wakeOn.mockRejectedValueOnce(new TypeError('bug'));
  await expect(wakeUps.subscribe([1])).rejects.toThrow(TypeError);
});

test('a subscription that comes after the end is closed', async () => {
  const { wakeUps, wakeOn, closed } = start();
  let answer: (subscription: Subscription) => void = () => {};
  wakeOn.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const subscribing = wakeUps.subscribe([1]);
  wakeUps.close();
  expect(closed).toEqual([]);
  answer({ wakes: true, close: () => closed.push([1]) });
  await subscribing;
  expect(closed).toEqual([[1]]);
});
