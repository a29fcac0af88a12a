import { describe, expect, test } from 'vitest';
import { InputParser } from '../../../src/tui/input/input-parser.ts';
import { listKeys, parse, parsePieces, pressApart, utf8 } from './parse.ts';

const keysOf = (bytes: string) => listKeys(parse(bytes));

describe('what a serial line adds', () => {
  test.each(['\0', '\x11', '\x13'])('changes nothing, wherever it comes: %j', (added) => {
    const streams = [
      'q',
      '\x1b',
      '\x1b[D',
      '\x1bOD',
      '\x1b[1;2D',
      '\x1b[?62;22c',
      '\x1b[0n',
      '\x1b]11;rgb:0/0/0\x1b\\',
      utf8('ł'),
    ];
    for (const stream of streams) {
      for (let at = 0; at <= stream.length; at++)
        for (const waitMs of [0, 30])
          expect(
            parsePieces([
              [100, stream.slice(0, at)],
              [waitMs, added],
              [waitMs, stream.slice(at)],
            ]).filter(({ kind }) => kind !== 'alone'),
            JSON.stringify([stream, at, waitMs]),
          ).toEqual(parse(stream));
    }
  });

  test('changes nothing in a late tail, and holds up no key for longer', () => {
    expect(pressApart(200, '\x1b', '\0', '[', '\0', 'D')).toEqual(['escape']);
    expect(
      listKeys(
        parsePieces([
          [0, '\x1b['],
          [600, '\0'],
          [600, 'q'],
        ]),
      ),
    ).toEqual(['q']);
  });

  test('stays in a paste, which may hold anything, and in the oldest mouse report', () => {
    expect(parse('\x1b[200~a\0b\x1b[201~')).toEqual([
      { kind: 'paste', text: expect.stringMatching(/^a.?b$/s) },
    ]);
    expect(parse('\x1b[M \0\0q')).toEqual([
      expect.objectContaining({ kind: 'mouse' }),
      { kind: 'key', key: 'q' },
    ]);
  });
});

describe('keys', () => {
  test.each([
    ['q', 'q'],
    ['G', 'S-g'],
    ['?', '?'],
    [' ', 'space'],
    ['\r', 'enter'],
    ['\n', 'linefeed'],
    ['\t', 'tab'],
    ['\x7f', 'backspace'],
    ['\b', 'backspace'],
    ['\x03', 'C-c'],
    ['\x1a', 'C-z'],
    ['\x1b', 'escape'],
    [utf8('ł'), 'ł'],
    [utf8('€'), '€'],
    [utf8('𝄞'), '𝄞'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1;2D', 'S-left'],
    ['\x1b[1;5C', 'C-right'],
    ['\x1b[1;130D', 'S-left'],
    ['\x1b[c', 'S-right'],
    ['\x1b[Z', 'S-tab'],
    ['\x1b[H', 'home'],
    ['\x1bOF', 'end'],
    ['\x1b[1~', 'home'],
    ['\x1b[4~', 'end'],
    ['\x1b[7~', 'home'],
    ['\x1b[8~', 'end'],
    ['\x1b[7$', 'S-home'],
    ['\x1b[5~', 'pageup'],
    ['\x1b[6;1~', 'pagedown'],
    ['\x1bOM', 'enter'],
    ['\x1bOI', 'tab'],
    ['\x1bO ', 'space'],
    ['\x1bOX', '='],
    ['\x1bOj', '*'],
    ['\x1bOk', '+'],
    ['\x1bOl', ','],
    ['\x1bOm', '-'],
    ['\x1bOn', '.'],
    ['\x1bOo', '/'],
    ['\x1bOp', '0'],
    ['\x1bOy', '9'],
    ['\x1b[99;5u', 'C-c'],
    ['\x1b[97;2u', 'S-a'],
    ['\x1b[47:63;2u', '?'],
    ['\x1b[47;2;63u', '?'],
    ['\x1b[27u', 'escape'],
    ['\x1b[13;1:1u', 'enter'],
    ['\x1b[57417u', 'left'],
    ['\x1b[57414u', 'enter'],
    ['\x1b[27;5;99~', 'C-c'],
    ['\x1b[27;2;63~', '?'],
    ['\x1b[27;2;65~', 'S-a'],
  ])('reads %j as %s', (bytes, key) => {
    expect(keysOf(bytes)).toEqual([key]);
  });

  test('reads keys that come in one read one by one', () => {
    expect(keysOf('j\x1b[Bk\x1bOAx')).toEqual(['j', 'down', 'k', 'up', 'x']);
  });

  test.each([
    ['\x1bx', 'x'],
    ['\x1b\x1b[A', 'up'],
    ['\x1b[1;3A', 'up'],
    ['\x1b[120;3u', 'x'],
    ['\x1b\r', 'enter'],
    [`\x1b${utf8('ł')}`, 'ł'],
  ])('reads Meta, %j, as Esc and then the key', (bytes, key) => {
    expect(keysOf(bytes)).toEqual(['escape', key]);
  });

  test.each([
    ['a released key of the kitty protocol', '\x1b[97;1:3u'],
    ['a released arrow', '\x1b[1;1:3D'],
    ['Super and a key', '\x1b[97;9u'],
    ['a sign that Shift makes another of', '\x1b[47;2u'],
    ['a function key of the Linux console', '\x1b[[A'],
    ['bytes that are no UTF-8', '\xff\xc0\x80\xe9'],
    ['a character of which the end is missing', '\xc5'],
    ['an 8-bit CSI', '\x9bD'],
    ['an 8-bit OSC', '\x9d11;q\x9c'],
    ['a surrogate as UTF-8', '\xed\xa0\x80'],
    ['an 8-bit CSI that no character goes on with', '\xe0\x9bD'],
    ['a mouse report of which a coordinate looks like the start of a character', '\x1b[M`*\xc3'],
    ['a stray end of a string', '\x1b\\'],
    ['a stray end of a paste', '\x1b[201~'],
    ['a sequence that nobody knows', '\x1b[38;5;1!z'],
    ['a sequence that was cancelled', '\x1b[1\x18\x1b]11;q\x1a'],
  ])('reads no key of %s', (_what, bytes) => {
    expect(keysOf(bytes)).toEqual([]);
    expect(keysOf(`${bytes}q`)).toEqual(['q']);
  });
});

describe('what is broken off', () => {
  test.each([
    ['\x1b[1;\r', 'enter'],
    ['\x1bO\t', 'tab'],
    ['\x1b[M`\r', 'enter'],
    ['\x1b[1;\x1b[D', 'left'],
    ['\x1b]11;rgb\x1b[D', 'left'],
    ['\x1b[[q', 'q'],
    ['\xc5q', 'q'],
    [`\x1b[1;${utf8('ł')}`, 'ł'],
  ])('does not take the key with it that comes in %j', (bytes, key) => {
    expect(keysOf(bytes)).toEqual([key]);
  });
});

describe('what is no key', () => {
  test.each([
    '[?62;22;52c',
    '[>0;276;0c',
    '[0n',
    '[3n',
    '[24;80R',
    '[1;2R',
    '[?2026;2$y',
    '[4;1$y',
    '[?1u',
    '[I',
    '[O',
    '[8;40;120t',
    ']11;rgb:1e1e/1e1e/2e2e',
    'P>|XTerm(370)',
    'P!|00000000',
    '_Gi=1;OK',
    'P1$r0m',
  ])('reports the reply %j', (reply) => {
    const end = reply.startsWith('[') ? '' : '\x1b\\';
    expect(parse(`\x1b${reply}${end}q`)).toEqual([
      { kind: 'reply', reply },
      { kind: 'key', key: 'q' },
    ]);
  });

  test('ends OSC, but no other string, with a bell', () => {
    expect(parse('\x1b]11;rgb:0/0/0\x07q')).toEqual([
      { kind: 'reply', reply: ']11;rgb:0/0/0' },
      { kind: 'key', key: 'q' },
    ]);
    expect(keysOf('\x1bP\x07q\x1b\\')).toEqual([]);
  });

  test('takes a byte inside a character for no end of a string', () => {
    expect(keysOf(`\x1b]l${utf8('Ŝq')}\x1b\\`)).toEqual([]);
  });

  test('reports mouse events in each form, two in one read as two', () => {
    const wheel = { kind: 'mouse', mouse: { code: 64, column: 10, row: 5, isRelease: false } };
    for (const bytes of ['\x1b[<64;10;5M', '\x1b[M`*%', '\x1b[96;10;5M']) {
      expect(parse(bytes + bytes)).toEqual([wheel, wheel]);
    }
    const far = { kind: 'mouse', mouse: { code: 64, column: 200, row: 5, isRelease: false } };
    expect(parse(`\x1b[M\`${utf8('è')}%q`)).toEqual([far, { kind: 'key', key: 'q' }]);
    expect(parse('\x1b[M`\xe8%q')).toEqual([far, { kind: 'key', key: 'q' }]);
    expect(parse('\x1b[<0;1;1m')).toMatchObject([{ mouse: { isRelease: true } }]);
    expect(parse('\x1b[M#!!')).toMatchObject([{ mouse: { isRelease: true } }]);
  });

  test('reports a paste as text, whatever is in it', () => {
    const text = 'Łucja\r\x1b[Dq\x1b[20\x1b[200~';
    expect(parse(`\x1b[200~${utf8(text)}\x1b[201~q`)).toEqual([
      { kind: 'paste', text },
      { kind: 'key', key: 'q' },
    ]);
  });
});

describe('time', () => {
  test('takes an arrow whose bytes come up to 60 ms apart for an arrow', () => {
    for (const waitMs of [1, 50, 60]) expect(pressApart(waitMs, '\x1b', '[', 'D')).toEqual(['left']);
  });

  test('takes what comes later for Esc and a late tail, which does nothing', () => {
    for (const waitMs of [61, 300, 900, 1000]) {
      expect(pressApart(waitMs, '\x1b', '[', 'D')).toEqual(['escape']);
      expect(pressApart(waitMs, '\x1b', 'O', 'D')).toEqual(['escape']);
      expect(pressApart(waitMs, '\x1b', '\\')).toEqual(['escape']);
      expect(pressApart(waitMs, '\x1b', '[', '1', ';', '2', 'D', 'q')).toEqual(['escape', 'q']);
      expect(pressApart(waitMs, '\x1b', ']', '1', '1', ';', '?', '\x1b', '\\', 'q')).toEqual(['escape', 'q']);
      expect(pressApart(waitMs, '\x1b', '[', 'M', '`', '*', '%', 'q')).toEqual(['escape', 'q']);
    }
  });

  test('keeps the text of a paste from being keys when its start comes late', () => {
    const events = parsePieces([
      [0, '\x1b'],
      [500, '[200~q'],
      [500, '?\x1b'],
      [500, '[201~'],
    ]);
    expect(events.filter(({ kind }) => kind !== 'alone')).toEqual([
      { kind: 'key', key: 'escape' },
      { kind: 'paste', text: 'q?' },
    ]);
  });

  test('takes a bracket more than a second after Esc, or after another key, for a key', () => {
    expect(pressApart(1001, '\x1b', '[', 'D')).toEqual(['escape', '[', 'S-d']);
    expect(pressApart(100, '\x1b', 'x', '[')).toEqual(['escape', 'x', '[']);
  });

  test('lets keys act again as soon as no reply can go on like this after ] or P soon after Esc', () => {
    expect(pressApart(200, '\x1b', ']', ']')).toEqual(['escape', ']']);
    expect(pressApart(200, '\x1b', 'P', 'P')).toEqual(['escape', 'S-p']);
    expect(pressApart(200, '\x1b', ']', 'q')).toEqual(['escape', 'q']);
  });

  test.each([
    '\x1b[',
    '\x1b[1;',
    '\x1bO',
    '\x1b]11;',
    '\x1bP',
    '\x1b_',
    '\x1b[200~q',
    '\x1b[M',
    '\x1b]q\x1b',
    '\xc5',
  ])('gives up %j after a pause of a second, and acts on Ctrl-C at once', (begun) => {
    expect(
      listKeys(
        parsePieces([
          [0, begun],
          [1001, 'w'],
        ]),
      ),
    ).toEqual(['w']);
    expect(
      listKeys(
        parsePieces([
          [0, begun],
          [10, '\x03'],
        ]),
      ),
    ).toEqual(['C-c']);
  });

  test.each(['\x1b]11;', '\x1bP', '\x1b[200~', '\x1b[1;'])('holds no key after 64 kB of %j', (begun) => {
    const flood = '1'.repeat(70_000);
    expect(
      listKeys(
        parsePieces([
          [0, begun + flood],
          [300, 'w'],
        ]),
      ),
    ).toEqual(['w']);
  });

  test('takes all of a long paste for text', () => {
    expect(keysOf(`\x1b[200~${'q'.repeat(200_000)}\x1b[201~w`)).toEqual(['w']);
  });

  test('waits for ESC as long as it is told', () => {
    const split = [
      [0, '\x1b'],
      [500, '[D'],
    ] as const;
    expect(listKeys(parsePieces(split, 500))).toEqual(['left']);
    expect(listKeys(parsePieces(split, 0))).toEqual(['escape']);
    expect(listKeys(parsePieces([[0, '\x1b[D']], 0))).toEqual(['left']);
  });
});

describe('a key alone', () => {
  const aloneIn = (...pieces: (readonly [number, string])[]) =>
    parsePieces(pieces).flatMap((event) => (event.kind === 'alone' ? [event.key] : []));

  test('is one with nothing within 50 ms before and after it', () => {
    expect(aloneIn([0, 'P'])).toEqual(['S-p']);
    expect(aloneIn([0, 'j'], [51, 'P'], [51, 'j'])).toEqual(['j', 'S-p', 'j']);
    expect(aloneIn([0, 'j'], [50, 'P'])).toEqual([]);
    expect(aloneIn([0, 'P'], [50, 'j'])).toEqual([]);
    expect(aloneIn([0, '\x1b[I'], [20, 'P'])).toEqual([]);
    expect(aloneIn([0, 'P'], [40, '\x1b'], [40, '[O'])).toEqual([]);
    expect(aloneIn([0, 'PP'])).toEqual([]);
  });

  test('the rest of an arrow key presses no key either when an answer to our own question comes before it', () => {
    const parser = new InputParser({ escapeTimeoutMs: 60 });
    const feed = (text: string, atMs: number) => listKeys(parser.feed(Buffer.from(text), atMs));
    expect(feed('\x1b', 0)).toEqual([]);
    expect(listKeys(parser.expire(100))).toEqual(['escape']);
    parser.expectStatusReport();
    expect(feed('\x1b[0n', 200)).toEqual([]);
    expect(feed('[', 400)).toEqual([]);
    expect(feed('D', 700)).toEqual([]);
    expect(feed('q', 2000)).toEqual(['q']);
    // An answer that was not asked for is something of its own.
    expect(feed('\x1b', 3000)).toEqual([]);
    expect(listKeys(parser.expire(3100))).toEqual(['escape']);
    expect(feed('\x1b[0n', 3200)).toEqual([]);
    expect(feed(']', 3300)).toEqual([']']);
  });

  test('is not disturbed by an answer that footwatch asked for', () => {
    const parser = new InputParser({ escapeTimeoutMs: 60 });
    const bytes = (text: string) => Buffer.from(text, 'latin1');
    parser.expectStatusReport();
    parser.feed(bytes('P'), 0);
    expect(parser.feed(bytes('\x1b[0n'), 30)).toEqual([{ kind: 'reply', reply: '[0n' }]);
    expect(parser.expire(60)).toEqual([{ kind: 'alone', key: 'S-p' }]);
    parser.feed(bytes('P'), 200);
    parser.feed(bytes('\x1b[0n'), 230);
    expect(parser.expire(300)).toEqual([]);
  });
});
