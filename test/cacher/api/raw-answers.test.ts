import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FetchResult } from '../../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../../src/cacher/api/got-client.ts';
import { createUndiciClient } from '../../../src/cacher/api/undici-client.ts';
import { type Step, startRawServer } from './raw-server.ts';

// What a server may send, and what it may not: both clients have to make the same of it.

const BODY = '{"a":1}';
const OK = 'HTTP/1.1 200 OK\r\n';
const PLAIN = `${OK}content-length: 7\r\n\r\n${BODY}`;
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const INVALID = 'the answer is not valid HTTP';
const RESET = 'connection reset';
const TIMEOUT = 'no answer within 150 ms';
const LARGE_HEAD = 'the head of the answer is too large';
const WRONG_ENCODING = 'the body does not match its content encoding';
const LONG = 'y'.repeat(100_000);

const withHeaders = (...lines: string[]) => `${[OK.trim(), ...lines].join('\r\n')}\r\n\r\n${BODY}`;
const withStatus = (line: string) => `HTTP/1.1 ${line}\r\ncontent-length: 7\r\n\r\n${BODY}`;
const withoutBody = (line: string) => `HTTP/1.1 ${line}\r\ncontent-length: 0\r\n\r\n`;
const encoded = (name: string, body: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`${OK}content-encoding: ${name}\r\ncontent-length: ${body.length}\r\n\r\n`),
    Buffer.from(body),
  ]);
const flood = (lines: number) => Array.from({ length: lines }, (_, i) => `x-${i}: ${'y'.repeat(1000)}\r\n`);

/** What is sent, in steps, and what the client makes of it: the body, or the message of a failure. */
const ANSWERS: Readonly<Record<string, readonly (readonly [what: string, outcome: string, ...Step[]])[]>> = {
  'the end of a body': [
    ['HTTP/1.0, until the connection ends', BODY, 'HTTP/1.0 200 OK\r\n\r\n', BODY, 'END'],
    ['HTTP/1.1, until the connection ends', BODY, `${OK}\r\n`, BODY, 'END'],
    ['until the connection ends, as was announced', BODY, `${OK}connection: close\r\n\r\n`, BODY, 'END'],
    ['until the connection breaks', RESET, 'HTTP/1.0 200 OK\r\n\r\n', BODY, 'RESET'],
    [
      'until the connection breaks, its close announced',
      RESET,
      `${OK}connection: close\r\n\r\n`,
      BODY,
      'RESET',
    ],
    ['none', '', `${OK}content-length: 0\r\n\r\n`],
    ['a length that is not reached before the end', RESET, withHeaders('content-length: 20'), 'END'],
    ['a length that is not reached before the break', RESET, withHeaders('content-length: 20'), 'RESET'],
    [
      'a length not reached before the announced end',
      RESET,
      withHeaders('connection: close', 'content-length: 20'),
      'END',
    ],
    ['a length that is never reached', TIMEOUT, withHeaders('content-length: 20')],
    ['a length of a gigabyte', TIMEOUT, withHeaders('content-length: 999999999')],
    ['more than its length', '{"a', withHeaders('content-length: 3')],
    ['more than its length, in two parts', '{"a', `${OK}content-length: 3\r\n\r\n`, BODY],
    ['more than its length, later', BODY, PLAIN, 'more'],
    ['an empty line after it', BODY, `${PLAIN}\r\n`],
    ['a second answer with it', BODY, PLAIN + PLAIN],
    ['a second answer after it', BODY, PLAIN, PLAIN],
    ['a length with zeros and blanks', BODY, withHeaders('content-length:   007  ')],
    ['two lengths', INVALID, withHeaders('content-length: 7', 'content-length: 8')],
    ['the same length twice', INVALID, withHeaders('content-length: 7', 'content-length: 7')],
    ['a list of lengths', INVALID, withHeaders('content-length: 7, 7')],
    ['a negative length', INVALID, withHeaders('content-length: -7')],
    ['a length with a sign', INVALID, withHeaders('content-length: +7')],
    ['a length in hex', INVALID, withHeaders('content-length: 0x7')],
    ['a length that no number holds', INVALID, withHeaders('content-length: 99999999999999999999999')],
    ['an empty length', INVALID, withHeaders('content-length: '), 'END'],
  ],
  'transfer encodings': [
    ['chunks', BODY, `${CHUNKED}3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n`],
    ['chunks, a byte at a time', BODY, CHUNKED, ...`7\r\n${BODY}\r\n0\r\n\r\n`],
    ['chunks with trailers', BODY, `${CHUNKED}7\r\n${BODY}\r\n0\r\ncontent-encoding: gzip\r\n\r\n`],
    ['chunks with extensions', BODY, `${CHUNKED}7;a=b;c="d"\r\n${BODY}\r\n0\r\n\r\n`],
    [
      'chunks by a name in capitals',
      BODY,
      `${OK}Transfer-Encoding: Chunked\r\n\r\n7\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    [
      'chunks in HTTP/1.0',
      BODY,
      `HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    ['no last chunk before the end', RESET, `${CHUNKED}7\r\n${BODY}\r\n`, 'END'],
    ['no last chunk before the break', RESET, `${CHUNKED}7\r\n${BODY}\r\n`, 'RESET'],
    ['half a chunk before the end', RESET, `${CHUNKED}9\r\n${BODY}`, 'END'],
    [
      'no last chunk before the announced end',
      RESET,
      `${OK}connection: close\r\ntransfer-encoding: chunked\r\n\r\n7\r\n${BODY}\r\n`,
      'END',
    ],
    ['half a trailer before the end', RESET, `${CHUNKED}7\r\n${BODY}\r\n0\r\nx: `, 'END'],
    ['a chunk size that is none', INVALID, `${CHUNKED}zz\r\n${BODY}\r\n0\r\n\r\n`],
    ['a negative chunk size', INVALID, `${CHUNKED}-7\r\n${BODY}\r\n0\r\n\r\n`],
    ['a chunk size that no number holds', INVALID, `${CHUNKED}ffffffffffffffffff\r\n${BODY}\r\n0\r\n\r\n`],
    ['a chunk longer than its size', INVALID, `${CHUNKED}3\r\n${BODY}\r\n0\r\n\r\n`],
    ['chunks with bare line feeds', INVALID, `${CHUNKED}7\n${BODY}\n0\n\n`],
    [
      'chunks and a length',
      INVALID,
      `${OK}transfer-encoding: chunked\r\ncontent-length: 7\r\n\r\n7\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    [
      'a length and chunks',
      INVALID,
      `${OK}content-length: 7\r\ntransfer-encoding: chunked\r\n\r\n7\r\n${BODY}\r\n0\r\n\r\n`,
    ],
    ['a flood of trailers', LARGE_HEAD, `${CHUNKED}7\r\n${BODY}\r\n0\r\n`, ...flood(40), '\r\n'],
  ],
  'what comes before an answer': [
    ['100', BODY, 'HTTP/1.1 100 Continue\r\n\r\n', PLAIN],
    ['100 in one piece with it', BODY, `HTTP/1.1 100 Continue\r\n\r\n${PLAIN}`],
    ['100 twice, a byte at a time', BODY, ...'HTTP/1.1 100 C\r\nx: 1\r\n\r\nHTTP/1.1 100 C\r\n\r\n', PLAIN],
    ['102', BODY, `HTTP/1.1 102 Processing\r\n\r\n${PLAIN}`],
    ['103 with headers', BODY, 'HTTP/1.1 103 Hints\r\ncontent-encoding: gzip\r\n\r\n', PLAIN],
    ['103 with a length', BODY, 'HTTP/1.1 103 Hints\r\ncontent-length: 5\r\n\r\n', PLAIN],
    ['103 many times', BODY, 'HTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\n'.repeat(100), PLAIN],
    ['103 without an end', TIMEOUT, ...Array.from({ length: 200 }, () => 'HTTP/1.1 103 Hints\r\n\r\n')],
    ['a 1xx that nobody knows', BODY, 'HTTP/1.1 199 Odd\r\n\r\n', PLAIN],
    ['100 and the end', RESET, 'HTTP/1.1 100 Continue\r\n\r\n', 'END'],
    [
      '101 to another protocol',
      'HTTP 101',
      'HTTP/1.1 101 S\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
      'x',
    ],
    ['101 to nothing', 'HTTP 101', 'HTTP/1.1 101 S\r\n\r\n', PLAIN],
    ['empty lines', BODY, `\r\n\r\n${PLAIN}`],
    [
      'the offer of an upgrade',
      BODY,
      withHeaders('connection: Upgrade', 'upgrade: h2c', 'content-length: 7'),
    ],
  ],
  'a status': [
    ['201', 'HTTP 201', withStatus('201 Created')],
    ['204', 'HTTP 204', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['204 with a body', 'HTTP 204', withStatus('204 No Content')],
    ['205', 'HTTP 205', withoutBody('205 Reset Content')],
    ['206', 'HTTP 206', withStatus('206 Partial Content')],
    ['304', 'HTTP 304, redirects are not followed', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 7\r\n\r\n'],
    ['302 to nowhere', 'HTTP 302, redirects are not followed', withoutBody('302 Found')],
    [
      '301 to no address',
      'HTTP 301, redirects are not followed',
      withoutBody('301 Moved\r\nlocation: http://[::x/'),
    ],
    [
      '307',
      'HTTP 307, redirects are not followed',
      withoutBody('307 Temporary Redirect\r\nlocation: /inside'),
    ],
    ['401', 'HTTP 401', withoutBody('401 Unauthorized\r\nwww-authenticate: Basic realm=x')],
    ['600', 'HTTP 600', withoutBody('600 Odd')],
    ['999', 'HTTP 999', withoutBody('999 Odd')],
    ['000', 'HTTP 0', withoutBody('000 Odd')],
    ['099', 'HTTP 99', withoutBody('099 Odd')],
    ['of two digits', INVALID, withStatus('20 OK')],
    ['of four digits', INVALID, withStatus('2000 OK')],
    ['without a reason', BODY, withStatus('200')],
    ['with an empty reason', BODY, withStatus('200 ')],
    ['with a reason in Latin-1', BODY, withStatus('200 Gr\xfc\xdfe')],
    ['with a reason without an end', LARGE_HEAD, `HTTP/1.1 200 ${LONG}`],
    ['after two blanks', INVALID, withStatus(' 200 OK')],
    ['after a tab', INVALID, 'HTTP/1.1\t200 OK\r\ncontent-length: 7\r\n\r\n'],
  ],
  'a head': [
    ['with bare line feeds', INVALID, PLAIN.replaceAll('\r', '')],
    ['with bare carriage returns', INVALID, PLAIN.replaceAll('\n', '')],
    ['with a blank before a colon', INVALID, withHeaders('content-length : 7')],
    ['with a folded line', INVALID, withHeaders('x: a', ' b', 'content-length: 7')],
    ['with a NUL', INVALID, withHeaders('x: a\0b', 'content-length: 7')],
    ['with a control character', INVALID, withHeaders('x: a\x01b', 'content-length: 7')],
    ['with Latin-1', BODY, withHeaders('x: \xe9', 'content-length: 7')],
    ['with a nameless header', INVALID, withHeaders(': x', 'content-length: 7')],
    ['with a line that is no header', INVALID, withHeaders('nonsense', 'content-length: 7')],
    ["with JavaScript's own names", BODY, withHeaders('__proto__: x', 'constructor: y', 'content-length: 7')],
    ['of 15 kB', BODY, withHeaders(`x: ${'y'.repeat(15_000)}`, 'content-length: 7')],
    ['of many lines without an end', LARGE_HEAD, OK, ...flood(40)],
    ['of one line without an end', LARGE_HEAD, `${OK}x: ${LONG}`],
    ['of one name without an end', LARGE_HEAD, `${OK}${LONG}`],
    [
      'of 3,000 headers, the last one of meaning',
      WRONG_ENCODING,
      withHeaders(...Array.from({ length: 3000 }, () => 'a:'), 'content-encoding: gzip', 'content-length: 7'),
    ],
    ['that closes the connection', BODY, withHeaders('connection: Close', 'content-length: 7')],
    [
      'that keeps the connection for no time',
      BODY,
      withHeaders('keep-alive: timeout=0', 'content-length: 7'),
    ],
    [
      'that keeps the connection for nonsense',
      BODY,
      withHeaders('keep-alive: timeout=x', 'content-length: 7'),
    ],
  ],
  'what is no answer': [
    ['the end', RESET, 'END'],
    ['a break', RESET, 'RESET'],
    ['half a status line', RESET, 'HTTP/1.1 2', 'END'],
    ['half a head', RESET, `${OK}content-le`, 'END'],
    ['a head without its body', RESET, `${OK}content-length: 7\r\n\r\n`, 'END'],
    ['a body without a head', INVALID, BODY, 'END'],
    ['frames of HTTP/2', INVALID, Buffer.from([0, 0, 0x12, 4, 0, 0, 0, 0, 0])],
    ['a version that there is not', INVALID, PLAIN.replace('1.1', '1.2')],
    ['half a version', INVALID, PLAIN.replace('1.1', '1')],
    ['a long version', INVALID, PLAIN.replace('1.1', '1.11')],
    ['a protocol in small letters', INVALID, PLAIN.replace('HTTP', 'http')],
    ['another protocol', INVALID, PLAIN.replace('HTTP/1.1', 'ICY')],
    ['a request', INVALID, 'GET / HTTP/1.1\r\n\r\n'],
    ['an alert of TLS', INVALID, Buffer.from([0x15, 3, 1, 0, 2, 2, 0x28]), 'END'],
    ['SSH', INVALID, 'SSH-2.0-OpenSSH_9\r\n'],
  ],
  'content encodings': [
    ['identity', BODY, encoded('identity', BODY)],
    ['none', BODY, encoded('none', BODY)],
    ['an empty one', BODY, encoded('', BODY)],
    ['gzip in capitals', BODY, encoded('GZIP', gzipSync(BODY))],
    ['x-gzip', BODY, encoded('x-gzip', gzipSync(BODY))],
    ['br', BODY, encoded('br', brotliCompressSync(BODY))],
    ['deflate in zlib format', BODY, encoded('deflate', deflateSync(BODY))],
    ['deflate alone', BODY, encoded('deflate', deflateRawSync(BODY))],
    ['deflate alone, of nothing', '', encoded('deflate', deflateRawSync(''))],
    ['one after the other', BODY, encoded('gzip, identity, br', brotliCompressSync(gzipSync(BODY)))],
    ['in two headers', BODY, encoded('gzip\r\ncontent-encoding: br', brotliCompressSync(gzipSync(BODY)))],
    ['one that is not known', 'the content encoding of the answer is not known', encoded('zstd', BODY)],
    [
      'more than anybody stacks',
      'the content encoding of the answer is not known',
      encoded('gzip,'.repeat(5), BODY),
    ],
    ['nothing in gzip', WRONG_ENCODING, encoded('gzip', '')],
    ['half of gzip', WRONG_ENCODING, encoded('gzip', gzipSync(BODY).subarray(0, 15))],
    ['gzip of 204', 'HTTP 204', 'HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n'],
  ],
};

describe.each([
  ['got', createGotClient],
  ['undici', createUndiciClient],
] as const)('the API client on %s', (_, createApiClient) => {
  describe.each(Object.entries(ANSWERS))('takes %s', (_group, answers) => {
    test.each(answers)('%s', async (_what, outcome, ...steps) => {
      const server = await startRawServer(() => steps);
      const client = createApiClient({
        baseUrl: server.url,
        timeoutMs: outcome === TIMEOUT ? 150 : 10_000,
        maxBodyBytes: 65_536,
        headers: () => ({}),
      });
      onTestFinished(() => client.close());
      expect(describeResult(await client.fetch(1))).toBe(outcome);
      await server.played();
      // Whatever the first answer left behind, the second is for the second request.
      expect(describeResult(await client.fetch(2))).toBe(outcome);
      expect(server.requests.map((request) => request.split(' ')[1])).toEqual(['/1', '/2']);
    });
  });
});

function describeResult(result: FetchResult): string {
  return result.kind === 'failed' ? result.message : Buffer.from(result.body).toString();
}
