import type { InputEvent } from './input-event.ts';
import { nameCodedKey, nameKeys } from './key-names.ts';

/** What a sequence says: events, or that something with an end of its own begins with it. */
type Meaning = readonly InputEvent[] | 'paste' | 'mousePayload';

const NOTHING: readonly InputEvent[] = [];
/** The kitty protocol's number of the event that a key was let go. */
const RELEASE = 3;

/** CSI and SS3, their last byte. */
const CURSOR_KEYS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};
/** rxvt: CSI for Shift, SS3 for Ctrl. */
const RXVT_ARROWS: Readonly<Record<string, string>> = { a: 'up', b: 'down', c: 'right', d: 'left' };
/** SS3: the keypad in application mode. */
const KEYPAD: Readonly<Record<string, string>> = {
  ' ': 'space',
  I: 'tab',
  M: 'enter',
  X: '=',
  ...Object.fromEntries([...'*+,-./0123456789'].map((sign, at) => [String.fromCharCode(0x6a + at), sign])),
};
/** CSI, a number and `~`; in rxvt `$`, `^` or `@`. */
const NUMBERED_KEYS: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};
const RXVT_MODIFIERS: Readonly<Record<string, number>> = { $: 2, '^': 5, '@': 6 };

/** Reads a whole SS3 sequence without its ESC, such as `OA` or `O2P`. */
export function readSingleShift(body: string): readonly InputEvent[] {
  const [, digits = '', last = ''] = /^O(?:1;)?(\d*)(.)$/.exec(body) ?? [];
  const modifiers = Number(digits);
  const arrow = RXVT_ARROWS[last];
  if (arrow !== undefined) return pressKeys(nameKeys({ base: arrow, modifiers: CONTROL_ALONE }));
  const base = CURSOR_KEYS[last] ?? KEYPAD[last];
  return base === undefined ? NOTHING : pressKeys(nameKeys({ base, modifiers }));
}
const CONTROL_ALONE = 5;

/** Reads a whole CSI sequence without its ESC, such as `[A`, `[1;2D` or `[?62c`. */
export function readControlSequence(body: string): Meaning {
  const [, prefix = '', text = '', intermediates = '', last = ''] =
    /^\[([<-?]*)([\d;:]*)([ -/]*)(.)$/.exec(body) ?? [];
  if (prefix === '<' && (last === 'M' || last === 'm')) return readSgrMouse(text, last === 'm');
  if (prefix !== '' || intermediates !== '') return reply(body);
  const groups = text.split(';').map((group) => group.split(':').map(Number));
  const isBare = text === '';
  switch (last) {
    case '~':
      return readNumbered(groups);
    case '$':
    case '^':
    case '@':
      return press(NUMBERED_KEYS[Number(text)], RXVT_MODIFIERS[last]);
    case 'a':
    case 'b':
    case 'c':
    case 'd':
      return isBare ? press(RXVT_ARROWS[last], 2) : reply(body);
    case 'Z':
      return isBare ? press('tab', 2) : readCursorKey('tab', groups);
    case 'M':
      return isBare ? 'mousePayload' : readUrxvtMouse(text);
    case 'u':
      return readUnicodeKey(groups);
    case 'I':
    case 'O':
    case 'n':
      return reply(body);
    // With numbers it is the place of the cursor.
    case 'R':
      return isBare ? press('f3', 0) : reply(body);
    default:
      return last in CURSOR_KEYS ? readCursorKey(CURSOR_KEYS[last], groups) : reply(body);
  }
}

/** A key of which the first number is 1, or left out. */
function readCursorKey(base: string | undefined, groups: readonly (readonly number[])[]): Meaning {
  const [[first = 0] = [], [modifiers = 0, event] = [], ...rest] = groups;
  if (first > 1 || rest.length > 0 || event === RELEASE) return NOTHING;
  return press(base, modifiers);
}

function readNumbered(groups: readonly (readonly number[])[]): Meaning {
  const [[number = 0] = [], [modifiers = 0, event] = [], [code] = []] = groups;
  if (number === 200 && groups.length === 1) return 'paste';
  if (event === RELEASE) return NOTHING;
  // modifyOtherKeys tells what the modifiers made of the key.
  if (number === 27 && code !== undefined) return pressKeys(nameCodedKey(code, modifiers, true));
  return groups.length > 2 ? NOTHING : press(NUMBERED_KEYS[number], modifiers);
}

/** The kitty protocol: code, shifted code; modifiers, event; text. */
function readUnicodeKey(groups: readonly (readonly number[])[]): Meaning {
  const [[code = 0, shifted = 0] = [], [modifiers = 0, event] = [], [text = 0] = []] = groups;
  if (event === RELEASE) return NOTHING;
  const written = text || shifted;
  const isWritten = written > 0 && (Math.max(0, modifiers - 1) & 1) === 1;
  return pressKeys(nameCodedKey(isWritten ? written : code, modifiers, isWritten));
}

function readSgrMouse(text: string, isRelease: boolean): Meaning {
  const [code = 0, column = 0, row = 0] = text.split(';').map(Number);
  return [{ kind: 'mouse', mouse: { code, column, row, isRelease } }];
}

/** urxvt adds 32 to the code, as the oldest form does, and tells a release as the fourth button. */
function readUrxvtMouse(text: string): Meaning {
  const [code = 0, column = 0, row = 0] = text.split(';').map(Number);
  return [{ kind: 'mouse', mouse: readOldMouse(code, column, row) }];
}

/** Reads the oldest form of a mouse report, in which 3 stands for any button that was let go. */
export function readOldMouse(shiftedCode: number, column: number, row: number) {
  const code = Math.max(0, shiftedCode - 32);
  return { code, column, row, isRelease: (code & 0b1100_0011) === 3 };
}

function press(base: string | undefined, modifiers = 0): Meaning {
  return base === undefined ? NOTHING : pressKeys(nameKeys({ base, modifiers }));
}

function pressKeys(keys: readonly string[]): readonly InputEvent[] {
  return keys.map((key) => ({ kind: 'key', key }));
}

function reply(body: string): readonly InputEvent[] {
  return [{ kind: 'reply', reply: body }];
}
