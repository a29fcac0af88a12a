import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import type { FetchResult } from './api-client.ts';
import { createFailure, createTooLargeFailure } from './fetch-failure.ts';

type Decompress = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflateZlib = promisify(inflate);
const inflateBare = promisify(inflateRaw);

/** By content encoding; a name of no encoding at all is left out before. */
const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
  ['deflate', (body, options) => (hasZlibHeader(body) ? inflateZlib : inflateBare)(body, options)],
]);
/** Names that say that nothing was done; the second is no registered one, and servers send it. */
const NO_ENCODING: readonly string[] = ['identity', 'none', ''];
/** More encodings than anybody stacks. */
const MAX_ENCODINGS = 4;

/** The encodings that a `Content-Encoding` header names, in the order in which they were applied. */
export function parseContentEncoding(header: string): readonly string[] {
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  return names.filter((name) => !NO_ENCODING.includes(name));
}

/**
 * Undoes the content encodings of a body, for servers that compress without being asked: for half a kilobyte compression costs
 * more than it saves, so no request asks for it. docs/adr/0001-libraries.md says why no library does this.
 */
export async function decompress(
  body: Buffer,
  encodings: readonly string[],
  maxOutputLength: number,
): Promise<FetchResult> {
  const steps = encodings.map((name) => DECOMPRESS.get(name)).reverse();
  if (steps.length > MAX_ENCODINGS || steps.includes(undefined))
    return createFailure('network', 'the content encoding of the answer is not known');
  try {
    let decoded = body;
    for (const step of steps) if (step !== undefined) decoded = await step(decoded, { maxOutputLength });
    return { kind: 'answered', body: decoded };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? createTooLargeFailure(maxOutputLength)
      : createFailure('network', 'the body does not match its content encoding');
  }
}

/** `deflate` means a zlib stream, but some servers send a bare one, without its two bytes of header (RFC 1950, 2.2). */
function hasZlibHeader(body: Buffer): boolean {
  return body.length >= 2 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
