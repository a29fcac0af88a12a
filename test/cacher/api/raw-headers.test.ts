import { expect, test } from 'vitest';
import { readRawHeaders } from '../../../src/cacher/api/raw-headers.ts';

const raw = (...texts: readonly string[]) => texts.map((text) => Buffer.from(text, 'latin1'));

test('of the headers of an answer those are read that polls look at, in any case', () => {
  const headers = raw(
    'Date',
    'Thu',
    'X-Y',
    '1',
    'ETag',
    '"a"',
    'RETRY-AFTER',
    '5',
    'Content-Encoding',
    'gzip',
  );
  expect(readRawHeaders(headers)).toEqual({ date: 'Thu', 'retry-after': '5', 'content-encoding': 'gzip' });
  expect(readRawHeaders(raw('content-type', 'text/plain'))).toEqual({});
});

test('a header that comes twice is a list, in its order', () => {
  const headers = raw('content-encoding', 'gzip', 'Content-Encoding', 'deflate', 'content-encoding', 'br');
  expect(readRawHeaders(headers)).toEqual({ 'content-encoding': ['gzip', 'deflate', 'br'] });
});
