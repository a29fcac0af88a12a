import fc from 'fast-check';
import { expect } from 'vitest';
import { ESCAPE_TIMEOUT_MS, listKeys, type Piece, parsePieces, utf8 } from './parse.ts';

/** Something whole that a terminal sends: its bytes, in latin1, and the keys that it stands for. */
interface Segment {
  readonly bytes: string;
  readonly keys: readonly string[];
}

const KEYS: readonly Segment[] = [
  ...[...'qwsdazntfgjkhl?/.,+-=<>[]()'].map((key) => ({ bytes: key, keys: [key] })),
  ...[...'GHLP'].map((key) => ({ bytes: key, keys: [`S-${key.toLowerCase()}`] })),
  { bytes: ' ', keys: ['space'] },
  { bytes: '\r', keys: ['enter'] },
  { bytes: '\t', keys: ['tab'] },
  { bytes: '\x7f', keys: ['backspace'] },
  { bytes: '\x15', keys: ['C-u'] },
  { bytes: '\x0c', keys: ['C-l'] },
  { bytes: '\x1b', keys: ['escape'] },
  { bytes: utf8('ł'), keys: ['ł'] },
  { bytes: utf8('€'), keys: ['€'] },
  { bytes: '\x1b[A', keys: ['up'] },
  { bytes: '\x1bOB', keys: ['down'] },
  { bytes: '\x1b[C', keys: ['right'] },
  { bytes: '\x1bOD', keys: ['left'] },
  { bytes: '\x1b[1;2D', keys: ['S-left'] },
  { bytes: '\x1b[1;3C', keys: ['escape', 'right'] },
  { bytes: '\x1b[5~', keys: ['pageup'] },
  { bytes: '\x1b[H', keys: ['home'] },
  { bytes: '\x1bOF', keys: ['end'] },
  { bytes: '\x1b[Z', keys: ['S-tab'] },
  { bytes: '\x1bOp', keys: ['0'] },
  { bytes: '\x1bOM', keys: ['enter'] },
  { bytes: '\x1bz', keys: ['escape', 'z'] },
  { bytes: '\x1b[119;1u', keys: ['w'] },
  { bytes: '\x1b[27;2;63~', keys: ['?'] },
];

const silent = (bytes: string): Segment => ({ bytes, keys: [] });
const END = fc.constantFrom('\x1b\\', '\x07');
const HEX = fc.stringMatching(/^[0-9a-f]{4}$/);
const CSI_REPLIES = [
  '[?62;22;52c',
  '[?1;2c',
  '[>41;370;0c',
  '[0n',
  '[24;80R',
  '[1;2R',
  '[?2026;2$y',
  '[?1u',
  '[I',
  '[O',
  '[8;40;120t',
  '[<64;10;5M',
  '[<0;10;5m',
  '[96;10;5M',
  '[M`*%',
];
const replies = fc.oneof(
  fc.constantFrom(...CSI_REPLIES).map((reply) => silent(`\x1b${reply}`)),
  fc
    .tuple(fc.constantFrom('10', '11', '12', '4;7'), HEX, END)
    .map(([number, hex, end]) => silent(`\x1b]${number};rgb:${hex}/${hex}/${hex}${end}`)),
  fc
    .constantFrom('P>|tmux 3.3a', 'P!|7E565445', 'P1$r0m', '_Gi=1;OK', ']lfootwatch', '^q', 'Xq')
    .map((body) => silent(`\x1b${body}\x1b\\`)),
);
const pastes = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('q', '?', 'P', '\r', '\n', '\x1b', '[', ']', 'D', '2', '0', 'ł'),
      fc.string({ unit: 'grapheme', maxLength: 1 }),
    ),
    maxLength: 30,
  })
  // Ctrl-C always acts.
  .map((text) =>
    silent(`\x1b[200~${utf8(text).replaceAll('\x03', '').replaceAll('\x1b[201~', '')}\x1b[201~`),
  );

/** Typed together, Esc and one of these are the start of a sequence. */
const INTRODUCERS = ['[', ']', 'S-p'];
const streams = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...KEYS) }, replies, pastes), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((segments) =>
    segments.every(
      ({ keys: [key = ''] }, at) => segments[at - 1]?.bytes !== '\x1b' || !INTRODUCERS.includes(key),
    ),
  );

/** Ways to cut a stream: how many bytes a piece has, and how long nothing comes before it. */
const cuts = (maxWaitMs: number) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.oneof(fc.constant(maxWaitMs), fc.nat(maxWaitMs))), {
    maxLength: 60,
  });

function cut(bytes: string, pieces: readonly (readonly [number, number])[]): Piece[] {
  const made: Piece[] = [];
  let at = 0;
  for (const [length, waitMs] of pieces) {
    if (at >= bytes.length) break;
    made.push([waitMs, bytes.slice(at, at + length)]);
    at += length;
  }
  return [...made, [0, bytes.slice(at)]];
}

/** What is acted on: keys in order, and pastes. */
function listActions(pieces: readonly Piece[]): string[] {
  return parsePieces(pieces).flatMap((event) =>
    event.kind === 'key' ? [event.key] : event.kind === 'paste' ? [`paste ${event.text}`] : [],
  );
}

function isWithin(made: readonly string[], asked: readonly string[]): boolean {
  let at = 0;
  for (const key of asked) if (key === made[at]) at++;
  return at === made.length;
}

/** Checks on random streams of keys, replies and pastes that it does not matter how they are cut. */
export function checkCutStreams(numRuns: number): void {
  fc.assert(
    fc.property(streams, cuts(ESCAPE_TIMEOUT_MS), (segments, pieces) => {
      const bytes = segments.map((segment) => segment.bytes).join('');
      expect(listActions(cut(bytes, pieces))).toEqual(listActions([[0, bytes]]));
    }),
    { numRuns },
  );
}

/** Checks on random streams with gaps of up to a second that only the keys in them act, and Esc. */
export function checkGaps(numRuns: number): void {
  fc.assert(
    fc.property(streams, cuts(1000), (segments, pieces) => {
      const bytes = segments.map((segment) => segment.bytes).join('');
      const asked = segments.flatMap(({ keys }) => keys).filter((key) => key !== 'escape');
      const made = listKeys(parsePieces(cut(bytes, pieces))).filter((key) => key !== 'escape');
      if (!isWithin(made, asked)) expect(made).toEqual(asked);
    }),
    { numRuns },
  );
}

/** Checks on random streams that come at once that every key in them acts, in order. */
export function checkUncut(numRuns: number): void {
  fc.assert(
    fc.property(streams, (segments) => {
      const bytes = segments.map((segment) => segment.bytes).join('');
      expect(listKeys(parsePieces([[0, bytes]]))).toEqual(segments.flatMap(({ keys }) => keys));
    }),
    { numRuns },
  );
}

/** Checks on random bytes that nothing but Esc holds the keyboard: after a pause the next key acts. */
export function checkNoise(numRuns: number): void {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), cuts(1000), (noise, pieces) => {
      const bytes = Buffer.from(noise).toString('latin1');
      const made = listKeys(parsePieces([...cut(bytes, pieces), [1001, 'w'], [1001, 'q']]));
      expect(made.slice(-2)).toEqual(['w', 'q']);
    }),
    { numRuns },
  );
}
