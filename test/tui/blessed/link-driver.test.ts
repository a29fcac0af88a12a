import { expect, test, vi } from 'vitest';
import { LinkDriver } from '../../../src/tui/blessed/link-driver.ts';
import { useFakeTime } from '../../cacher/fake-time.ts';

const FRAME = { isFrame: true, isSilent: false };

/** A driver whose first question was answered, and what it did. */
function startMeasured({ isStalled = (): boolean => false } = {}) {
  useFakeTime();
  const did: string[] = [];
  const driver = new LinkDriver({
    link: { asks: true, bytesPerSecond: null },
    onAsk: () => {},
    onReady: () => did.push('ready'),
    probe: (question) => {
      if (isStalled()) return false;
      did.push(question);
      return true;
    },
    onLost: () => did.push('lost'),
  });
  driver.ask('', { ...FRAME, isFrame: false });
  driver.takeReply('[0n');
  did.length = 0;
  return { driver, did };
}

test('an update ends with a question, whose answer lets the next one be drawn', () => {
  const { driver, did } = startMeasured();
  expect(driver.ask('update', FRAME)).toBe('update\x1b[5n');
  expect(driver.mayDraw()).toBe(false);
  expect(driver.takeReply('[0n')).toBe(true);
  expect(driver.mayDraw()).toBe(true);
  expect(did).toEqual(['ready']);
});

test('takes no other reply for an answer', () => {
  const { driver } = startMeasured();
  driver.ask('update', FRAME);
  for (const reply of ['[3n', '[?1u', '[>41;370;0c', ']11;rgb:0/0/0', '[12;40R'])
    expect(driver.takeReply(reply)).toBe(false);
  expect(driver.mayDraw()).toBe(false);
});

test('asks what is answered otherwise after a long silence, and tells when its answer comes alone', () => {
  const { driver, did } = startMeasured();
  driver.ask('update', FRAME);
  vi.advanceTimersByTime(4900);
  driver.mayDraw();
  expect(did).toEqual([]);
  vi.advanceTimersByTime(200);
  driver.mayDraw();
  driver.mayDraw();
  expect(did).toEqual(['\x1b[c']);
  driver.takeReply('[?62;22c');
  expect(did).toEqual(['\x1b[c', 'lost', 'ready']);
  expect(driver.isAnswerDue).toBe(false);
});

test('asks nothing of the kind while the output is stalled, nor once it is to be given back', async () => {
  let isStalled = true;
  const { driver, did } = startMeasured({ isStalled: () => isStalled });
  driver.ask('update', FRAME);
  vi.advanceTimersByTime(6000);
  driver.mayDraw();
  expect(did).toEqual([]);
  isStalled = false;
  const settled = driver.settle();
  driver.mayDraw();
  expect(did).toEqual([]);
  vi.advanceTimersByTime(2000);
  await settled;
});

test('after the terminal was away, an answer to what was asked before lets nothing be drawn', async () => {
  const { driver, did } = startMeasured();
  driver.ask('before', FRAME);
  const settled = driver.settle();
  vi.advanceTimersByTime(2000);
  await settled;
  driver.resume();
  expect(did).toEqual(['\x1b[c']);
  expect(driver.mayDraw()).toBe(true);
  driver.ask('after', FRAME);
  driver.takeReply('[0n');
  expect(driver.mayDraw()).toBe(false);
  driver.takeReply('[?62;22c');
  expect(driver.mayDraw()).toBe(false);
  driver.takeReply('[0n');
  expect(driver.mayDraw()).toBe(true);
  expect(did).not.toContain('lost');
});
