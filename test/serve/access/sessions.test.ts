import { expect, test } from 'vitest';
import { SESSION_MS, Sessions } from '../../../src/serve/access/sessions.ts';
import { parseTokenFile } from '../../../src/serve/access/token-list.ts';
import { WrongTries } from '../../../src/serve/access/wrong-tries.ts';

function read(content: string) {
  const file = parseTokenFile(content);
  if (file.kind !== 'tokens') throw new Error(file.reason);
  return file.tokens;
}

test('a session lasts twelve hours, and ends with its token', () => {
  let nowMs = 0;
  const tokens = read('ann:0123456789abcdef\nben:fedcba9876543210');
  const sessions = new Sessions(() => nowMs);
  const ann = sessions.open({ name: 'ann' }, tokens);
  const ben = sessions.open({ name: 'ben' }, tokens);
  nowMs = SESSION_MS - 1;
  expect(sessions.find(ann, tokens)).toEqual({ name: 'ann' });
  expect(sessions.find(`${ann}x`, tokens)).toBeNull();
  const changed = read('ann:another-0123456789\nben:fedcba9876543210');
  expect(sessions.find(ann, changed)).toBeNull();
  expect(sessions.find(ann, tokens)).toBeNull();
  expect(sessions.find(ben, changed)).toEqual({ name: 'ben' });
  nowMs = SESSION_MS;
  expect(sessions.find(ben, changed)).toBeNull();
});

test('five wrong tries a minute are the last of an address, not of others', () => {
  let nowMs = 0;
  const tries = new WrongTries(
    () => nowMs,
    () => {},
  );
  for (let count = 0; count < 5; count++) {
    expect(tries.waitSeconds('10.0.0.1')).toBe(0);
    tries.count('10.0.0.1');
    nowMs += 1000;
  }
  expect(tries.waitSeconds('10.0.0.1')).toBe(55);
  expect(tries.waitSeconds('10.0.0.2')).toBe(0);
  nowMs = 60_000;
  expect(tries.waitSeconds('10.0.0.1')).toBe(0);
});
