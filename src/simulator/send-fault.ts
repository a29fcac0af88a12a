import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { makeGarbage } from './garbage.ts';
import type { FaultKind } from './injected-fault.ts';

const DRIP_INTERVAL_MS = 100;
/** A reset that arrives together with the data looks to many clients like an ordinary end. */
const RESET_DELAY_MS = 20;
const CHUNK_BYTES = 2 ** 20;
/** Where an endless body ends after all, unpacked: 1 GiB. */
const HUGE_CHUNKS = 2 ** 10;

let blanks: Buffer | undefined;
let packedBlanks: Buffer | undefined;

/**
 * Answers one request wrongly. `answer` is what a healthy answer would be, `turn` counts the faults before, so that
 * each garbage has its turn.
 */
export function sendFault(
  kind: FaultKind,
  request: IncomingMessage,
  response: ServerResponse,
  answer: string,
  turn: number,
): void {
  switch (kind) {
    case 'timeout':
      return;
    case 'error':
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end('{"error":"internal server error"}');
      return;
    case 'garbage':
      sendGarbage(response, answer, turn);
      return;
    case 'slow':
      drip(response, Buffer.from(answer));
      return;
    case 'reset':
      resetMidway(response, Buffer.from(answer));
      return;
    case 'huge':
      flood(response, /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')));
      return;
    default:
      kind satisfies never;
  }
}

function sendGarbage(response: ServerResponse, answer: string, turn: number): void {
  const { contentType, body } = makeGarbage(answer, turn);
  response.writeHead(200, { 'content-type': contentType, 'content-length': body.length }).end(body);
}

/** A byte at a time: each one in time for an idle timeout, all of them far too late. */
function drip(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1));
    sent += 1;
    if (sent === body.length) response.end();
  }, DRIP_INTERVAL_MS);
  response.once('close', () => clearInterval(timer));
}

function resetMidway(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2));
  const timer = setTimeout(() => response.socket?.resetAndDestroy(), RESET_DELAY_MS);
  response.once('close', () => clearTimeout(timer));
}

/**
 * Blanks without end: JSON may begin with any number of them, so a reader cannot refuse the body before its limit.
 * Packed, one gzip member is sent over and over (a gzip file may have any number): 1 kB on the wire is 1 MiB unpacked.
 */
function flood(response: ServerResponse, packed: boolean): void {
  blanks ??= Buffer.alloc(CHUNK_BYTES, ' ');
  packedBlanks ??= gzipSync(blanks);
  const chunk = packed ? packedBlanks : blanks;
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  });
  let sent = 0;
  const pour = () => {
    while (sent < HUGE_CHUNKS) {
      sent += 1;
      // A client that has gone never drains, so that this is also where the flood stops.
      if (!response.write(chunk)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
