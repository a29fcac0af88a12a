import { describe, expect, test } from 'vitest';
import { WrongTries, type WrongTry } from '../../../src/serve/access/wrong-tries.ts';

describe('an address of IPv6 counts with all of its network', () => {
  const isShut = (first: string, other: string) => {
    const tries = new WrongTries(
      () => 0,
      () => {},
    );
    for (let count = 0; count < 5; count++) tries.count(first);
    return tries.waitSeconds(other) > 0;
  };
  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002::2', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8::1:0:0:1', true],
    ['2001:db8::1:2:3:4:5', '2001:db8::9:2:3:4:5', false],
    ['fe80::1%eth0', 'fe80::2%eth0', true],
    ['::1', '::2', true],
    ['203.0.113.7', '203.0.113.8', false],
  ])('%s and %s: %s', (first, other, expected) => {
    expect(isShut(first, other)).toBe(expected);
  });
});

test('a hundred wrong tries a minute are the last of all addresses together', () => {
  let nowMs = 0;
  const tries = new WrongTries(
    () => nowMs,
    () => {},
  );
  for (let count = 0; count < 100; count++) {
    const address = `10.0.${count}.1`;
    expect(tries.waitSeconds(address)).toBe(0);
    tries.count(address);
    nowMs += 100;
  }
  expect(tries.waitSeconds('10.9.9.9')).toBe(50);
  nowMs = 60_000;
  expect(tries.waitSeconds('10.9.9.9')).toBe(0);
});

describe('of wrong tries is told', () => {
  const listen = () => {
    const clock = { nowMs: 0 };
    const told: WrongTry[] = [];
    const tries = new WrongTries(
      () => clock.nowMs,
      (wrongTry) => told.push(wrongTry),
    );
    return { clock, told, tries };
  };
  const ADDRESS = '203.0.113.7';

  test('the first, and the one after which the address has to wait: not each of those between', () => {
    const { clock, told, tries } = listen();
    for (let count = 0; count < 5; count++) {
      tries.count(ADDRESS);
      clock.nowMs += 1000;
    }
    expect(told).toEqual([
      { address: ADDRESS, tries: 1, waitSeconds: 0 },
      { address: ADDRESS, tries: 5, waitSeconds: 56 },
    ]);
  });

  test('at most twice a minute, however long somebody goes on', () => {
    const { clock, told, tries } = listen();
    const MINUTES = 60;
    for (; clock.nowMs < MINUTES * 60_000; clock.nowMs += 100)
      if (tries.waitSeconds(ADDRESS) === 0) tries.count(ADDRESS);
    expect(told.length).toBeGreaterThan(MINUTES);
    expect(told.length).toBeLessThanOrEqual(2 * MINUTES);
  });

  test('each address, and one of IPv6 for all of its network', () => {
    const { told, tries } = listen();
    for (const address of [ADDRESS, '203.0.113.8', '2001:db8:1:2::1', '2001:db8:1:2::2'])
      tries.count(address);
    expect(told.map(({ address }) => address)).toEqual([ADDRESS, '203.0.113.8', '2001:db8:1:2::1']);
  });
});
