import { gzipSync } from 'node:zlib';
import type { Misbehave } from './sequence-api.ts';

const MEGABYTE = 1 << 20;
let bomb: Buffer | null = null;

function raw(text: (body: string) => string): Misbehave {
  return (request, _, body) => request.socket.end(text(body));
}

/** Answers of a faulty API, by name; nothing of them may be stored. */
export const API_FAULTS: readonly (readonly [name: string, how: Misbehave])[] = [
  ['no answer', () => {}],
  [
    'a slow drip',
    (_, response, body) => {
      response.writeHead(200);
      let sent = 0;
      const drip = setInterval(() => response.write(body[sent++] ?? ' '), 40);
      response.on('close', () => clearInterval(drip));
    },
  ],
  ['a reset', (request) => request.socket.resetAndDestroy()],
  [
    'a truncated body',
    raw((body) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 90)}`),
  ],
  ['a wrong length', raw((body) => `HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n${body}`)],
  [
    'an endless body',
    (_, response) => {
      response.writeHead(200);
      const chunk = ' '.repeat(MEGABYTE);
      const send = () => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(send));
      };
      send();
    },
  ],
  [
    'a gzip bomb',
    (_, response) => {
      bomb ??= gzipSync(Buffer.alloc(64 * MEGABYTE, ' '));
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    },
  ],
  ['404', (_, response, body) => response.writeHead(404).end(body)],
  ['429 with Retry-After', (_, response, body) => response.writeHead(429, { 'retry-after': '1' }).end(body)],
  ['500', (_, response, body) => response.writeHead(500).end(body)],
  ['HTML with 200', (_, response) => response.writeHead(200).end('<html>Sign in</html>')],
  [
    'invalid UTF-8',
    (_, response, body) => response.end(Buffer.from(body.replace('"A"', '"\xff\xfe"'), 'latin1')),
  ],
  ['a reading out of range', (_, response, body) => response.end(body.replace('"value":4', '"value":1024'))],
  ['a sensor missing', (_, response, body) => response.end(body.replace(/,\{[^}]*"id":5[^}]*\}/, ''))],
  ['null', (_, response) => response.end('null')],
  ['a redirect to another patient', (_, response) => response.writeHead(302, { location: '/1' }).end()],
];
