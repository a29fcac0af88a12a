import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { makeGarbage } from './garbage.ts';
import type { FaultKind } from './injected-fault.ts';

const DRIP_INTERVAL_MS = 100;
/** To many clients a reset that arrives together with data looks like a normal end. */
const RESET_DELAY_MS = 20;
const CHUNK_BYTES = 2 ** 20;
/** The length of a huge body, 1 GiB unpacked. */
const HUGE_CHUNKS = 2 ** 10;

let spaces: Buffer | undefined;
let packedSpaces: Buffer | undefined;

/**
 * Answers one request with a fault.
 *
 * @param answer the healthy body
 * @param turn how many faults were sent before, which selects the kind of garbage
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

/** Sends a byte at a time: each is early enough for an idle timeout, all together are far too late. */
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
 * Sends a huge body of spaces: JSON may start with any number of them, so a reader cannot refuse the body before its limit.
 * With gzip one member is sent again and again, as the format allows, and 1 kB received is 1 MiB unpacked.
 */
function flood(response: ServerResponse, packed: boolean): void {
  spaces ??= Buffer.alloc(CHUNK_BYTES, ' ');
  packedSpaces ??= gzipSync(spaces);
  const chunk = packed ? packedSpaces : spaces;
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(packed ? { 'content-encoding': 'gzip' } : {}),
  });
  let sent = 0;
  const pour = () => {
    while (sent < HUGE_CHUNKS) {
      sent += 1;
      // A client that is gone never drains, so the flood stops here for it as well.
      if (!response.write(chunk)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
