/** The modifiers of a key as xterm and kitty number them: one more than the sum of these bits. */
const SHIFT = 1;
const ALT = 2;
const CONTROL = 4;
const META = 32;
/** Caps lock and num lock change no key. */
const LOCKS = 64 | 128;
const KNOWN = SHIFT | ALT | CONTROL | META | LOCKS;

/** A key, and the number that tells its modifiers, as it stands in a sequence. */
export interface PressedKey {
  /** A name such as `up`, or the character itself. */
  readonly base: string;
  /** Absent or 0 for none. */
  readonly modifiers?: number;
  /** Whether the character already is what Shift made of it. */
  readonly isShifted?: boolean;
}

/**
 * Names a key: `S-` is Shift, `C-` is Ctrl. Meta, or Alt, is Esc and then the key, as terminals and multiplexers send
 * an Esc that another key follows at once. No name when the key cannot be told.
 */
export function nameKeys({ base, modifiers = 0, isShifted = false }: PressedKey): readonly string[] {
  const bits = Math.max(0, modifiers - 1);
  if (bits & ~KNOWN) return [];
  const name = nameKey(base, bits, isShifted);
  if (name === null) return [];
  return bits & (ALT | META) ? ['escape', name] : [name];
}

function nameKey(base: string, bits: number, isShifted: boolean): string | null {
  const control = bits & CONTROL ? 'C-' : '';
  const isCharacter = [...base].length === 1;
  if (!isCharacter) return `${control}${bits & SHIFT ? 'S-' : ''}${base}`;
  if (/^[a-zA-Z]$/.test(base)) {
    const isCapital = (bits & SHIFT) !== 0 || (control === '' && base < 'a');
    return `${control}${isCapital ? 'S-' : ''}${base.toLowerCase()}`;
  }
  // Which sign Shift makes of another one depends on the keyboard.
  if (bits & SHIFT && !isShifted) return null;
  return `${control}${base}`;
}

/** Names the key that sends a character; null for the controls that no key of its own sends. */
export function nameCharacter(codePoint: number): string | null {
  const named = NAMED_CHARACTERS.get(codePoint);
  if (named !== undefined) return named;
  if (codePoint <= 0x1a) return `C-${String.fromCharCode(codePoint + 0x60)}`;
  if (codePoint < 0x20) return `C-${String.fromCharCode(codePoint + 0x40)}`;
  if (codePoint >= 0x80 && codePoint < 0xa0) return null;
  const character = String.fromCodePoint(codePoint);
  return nameKey(character, 0, true);
}

const NAMED_CHARACTERS: ReadonlyMap<number, string> = new Map([
  [0x08, 'backspace'],
  [0x09, 'tab'],
  // Enter sends a carriage return. A terminal that sends both must not press it twice.
  [0x0a, 'linefeed'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x20, 'space'],
  [0x7f, 'backspace'],
]);

/** Names the key that CSI u or modifyOtherKeys tells by its code point. */
export function nameCodedKey(codePoint: number, modifiers: number, isShifted: boolean): readonly string[] {
  if (codePoint > 0x10ffff) return [];
  const functional = KITTY_KEYS.get(codePoint);
  if (functional !== undefined) return nameKeys({ base: functional, modifiers });
  const isPrivate = codePoint >= 0xe000 && codePoint <= 0xf8ff;
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (isPrivate || isSurrogate) return [];
  const named = NAMED_CHARACTERS.get(codePoint);
  if (named !== undefined) return nameKeys({ base: named, modifiers });
  if (codePoint < 0x20 || (codePoint >= 0x80 && codePoint < 0xa0)) return [];
  return nameKeys({ base: String.fromCodePoint(codePoint), modifiers, isShifted });
}

/** The keypad as the kitty protocol numbers it, in order, from 57399 on. */
const KITTY_KEYPAD =
  '0 1 2 3 4 5 6 7 8 9 . / * - + enter = , left right up down pageup pagedown home end insert delete';
const KITTY_KEYS: ReadonlyMap<number, string> = new Map(
  KITTY_KEYPAD.split(' ').map((name, index) => [57_399 + index, name]),
);
