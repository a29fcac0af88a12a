const LETTERS: Readonly<Record<string, string>> = {
  up: 'A',
  down: 'B',
  right: 'C',
  left: 'D',
  end: 'F',
  home: 'H',
};
const NUMBERS: Readonly<Record<string, number>> = { pageup: 5, pagedown: 6 };
const CHARACTERS: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\x1b',
  backspace: '\x7f',
  space: ' ',
  tab: '\t',
  'S-tab': '\x1b[Z',
};

/** What xterm sends for a key of the key map: in its plain form, and with arrows and keypad in application mode. */
export function listKeyBytes(key: string): string[] {
  const named = CHARACTERS[key];
  if (named !== undefined) return [named];
  const shift = key.startsWith('S-') ? ';2' : '';
  const base = key.replace(/^S-/, '');
  if (base in LETTERS) {
    const letter = LETTERS[base];
    return shift ? [`\x1b[1;2${letter}`] : [`\x1b[${letter}`, `\x1bO${letter}`];
  }
  if (base in NUMBERS) return [`\x1b[${NUMBERS[base]}${shift}~`];
  if (key.startsWith('C-')) return [String.fromCharCode(key.charCodeAt(2) & 0x1f)];
  if (shift) return [base.toUpperCase()];
  const keypad = '*+,-./0123456789'.indexOf(key);
  return keypad < 0 ? [key] : [key, `\x1bO${String.fromCharCode(0x6a + keypad)}`];
}
