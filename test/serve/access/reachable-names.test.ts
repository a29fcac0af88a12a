import { describe, expect, test } from 'vitest';
import { isLoopback, nameReachable } from '../../../src/serve/access/reachable-names.ts';

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['192.168.1.5', false],
  ['127.0.0.1.example', false],
  ['::', false],
])('%s is of this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('without a public address', () => {
  const names = nameReachable(null, '127.0.0.1');
  test.each([
    ['127.0.0.1:8050', true],
    ['localhost:8050', true],
    ['[::1]:8050', true],
    ['evil.example', false],
    ['localhost.evil.example:8050', false],
    [undefined, false],
  ])('Host %s is taken: %s', (host, expected) => {
    expect(names.takesHost(host)).toBe(expected);
  });
  test.each([
    [undefined, true],
    ['http://localhost:8050', true],
    ['http://localhost:9999', false],
    ['http://evil.example', false],
    ['null', false],
  ])('Origin %s is taken: %s', (origin, expected) => {
    expect(names.takesOrigin(origin, 'localhost:8050')).toBe(expected);
  });
});

describe('with a public address', () => {
  const names = nameReachable('https://gait.example/footwatch/', '0.0.0.0');
  test.each([
    ['gait.example', true],
    ['gait.example:443', true],
    ['gait.example:8443', false],
    ['other.example', false],
    ['0.0.0.0:8050', false],
  ])('Host %s is taken: %s', (host, expected) => {
    expect(names.takesHost(host)).toBe(expected);
  });
  test.each([
    ['https://gait.example', true],
    ['http://gait.example', false],
    ['https://evil.example', false],
  ])('Origin %s is taken: %s', (origin, expected) => {
    expect(names.takesOrigin(origin, 'gait.example')).toBe(expected);
  });
});
