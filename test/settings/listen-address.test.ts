import { expect, test } from 'vitest';
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
  '',
  '9464',
  ':9464',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '::1:80',
  'http://127.0.0.1:80',
])('refuses %j as an address to listen on', (text) => {
  expect(parseListenAddress(text)).toBeNull();
});
