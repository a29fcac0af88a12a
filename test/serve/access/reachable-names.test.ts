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

test.each([
  ['http://[2001:db8::1]:8050/', '[2001:db8::1]:8050', true],
  ['http://[2001:db8::1]/', '[2001:db8::1]', true],
  ['http://[2001:db8::1]/', '[2001:db8::1]:80', true],
  ['http://[2001:db8::1]/', '[2001:db8::2]', false],
  ['http://gait.example/', 'gait.example:80', true],
  ['http://gait.example/', 'gait.example:443', false],
  ['https://gait.example:8443/', 'gait.example:8443', true],
  ['https://gait.example:8443/', 'gait.example', false],
  ['https://Gait.Example/', 'GAIT.example', true],
  ['https://gait.example/', 'gait.example.', false],
  ['https://gait.example/', 'gait.example.evil.example', false],
  ['https://gait.example/', 'evil.example@gait.example', false],
  ['https://gait.example/', '10.1.2.3', false],
  ['https://gait.example/', '', false],
])('with the public address %s, Host %s is taken: %s', (publicUrl, host, expected) => {
  expect(nameReachable(publicUrl, '0.0.0.0').takesHost(host)).toBe(expected);
});

test.each([
  ['0.0.0.0', '192.168.1.5:8050', true],
  ['0.0.0.0', '[2001:db8::1]:8050', true],
  ['::', '192.168.1.5', true],
  ['0.0.0.0', 'gait.example:8050', false],
  ['0.0.0.0', '192.168.1.5.evil.example', false],
  ['192.168.1.5', '192.168.1.5:8050', true],
  ['192.168.1.5', '192.168.1.6:8050', false],
  ['2001:db8::1', '[2001:db8::1]:8050', true],
])('listening on %s without a public address, Host %s is taken: %s', (listensOn, host, expected) => {
  expect(nameReachable(null, listensOn).takesHost(host)).toBe(expected);
});

test.each([
  ['https://gait.example:8443/', 'https://gait.example:8443', true],
  ['https://gait.example:8443/', 'https://gait.example', false],
  ['https://gait.example/', 'https://gait.example:443', false],
  ['http://[2001:db8::1]:8050/', 'http://[2001:db8::1]:8050', true],
])('with the public address %s, Origin %s is taken: %s', (publicUrl, origin, expected) => {
  const host = new URL(publicUrl).host;
  expect(nameReachable(publicUrl, '0.0.0.0').takesOrigin(origin, host)).toBe(expected);
});
