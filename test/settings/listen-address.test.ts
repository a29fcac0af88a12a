import { expect, test } from 'vitest';
import { parseListening } from '../../src/settings/listen-address.ts';

test.each([
  ['127.0.0.1:9464', { host: '127.0.0.1', port: 9464 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  ['[::1]:80', { host: '::1', port: 80 }],
])('reads %j', (text, listening) => {
  expect(parseListening(text)).toEqual(listening);
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
])('takes %j for no place to listen', (text) => {
  expect(parseListening(text)).toBeNull();
});
