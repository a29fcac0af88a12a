import type { InputEvent } from '../../../src/tui/input/input-event.ts';
import { InputParser } from '../../../src/tui/input/input-parser.ts';

/** The default of `watch.escapeTimeout`. */
export const ESCAPE_TIMEOUT_MS = 60;

/** Bytes, in latin1, and the milliseconds that pass before them. */
export type Piece = readonly [waitMs: number, bytes: string];

/** Parses bytes that come piece by piece, then waits until nothing is open any longer. */
export function parsePieces(pieces: readonly Piece[], escapeTimeoutMs = ESCAPE_TIMEOUT_MS): InputEvent[] {
  const parser = new InputParser({ escapeTimeoutMs });
  const events: InputEvent[] = [];
  let nowMs = 0;
  for (const [waitMs, bytes] of pieces) {
    nowMs += waitMs;
    events.push(...parser.feed(Buffer.from(bytes, 'latin1'), nowMs));
  }
  return [...events, ...parser.expire(nowMs + 2000), ...parser.expire(nowMs + 4000)];
}

/** What bytes that come at once mean, but for which keys stand alone. */
export function parse(bytes: string): InputEvent[] {
  return parsePieces([[0, bytes]]).filter(({ kind }) => kind !== 'alone');
}

/** The keys among events. */
export function listKeys(events: readonly InputEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'key' ? [event.key] : []));
}

/** The keys that bytes press which come with the same wait before each. */
export function pressApart(waitMs: number, ...bytes: string[]): string[] {
  return listKeys(parsePieces(bytes.map((byte) => [waitMs, byte] as const)));
}

/** A text as the bytes of UTF-8, in latin1. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
