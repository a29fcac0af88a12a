import { expect, test } from 'vitest';
import { Refusal } from '../../src/core/refusal.ts';
import { formatListenAddress, parseListenAddress } from '../../src/settings/listen-address.ts';

test.each([
  ['127.0.0.1:9464', { host: '127.0.0.1', port: 9464 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:80', { host: '::1', port: 80 }],
])('reads %j, and writes it the same', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
  expect(formatListenAddress(address)).toBe(text);
});

test.each([
  ['', 'it is not an address and a port alone'],
  ['9464', 'the address is missing'],
  [':9464', 'the address is missing'],
  ['127.0.0.1', 'the port is missing'],
  ['127.0.0.1:', 'the port is missing'],
  ['127.0.0.1:65536', 'the port is over 65535'],
  ['127.0.0.1:999999999999', 'the port is over 65535'],
  ['::1:80', 'an IPv6 address stands in brackets'],
  ['http://127.0.0.1:80', 'it is not an address and a port alone'],
])('refuses %j as an address to listen on, and says why', (text, reason) => {
  expect(parseListenAddress(text)).toEqual(new Refusal(reason));
});
