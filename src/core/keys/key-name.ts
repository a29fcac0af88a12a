const NAMES: Readonly<Record<string, readonly [unicode: string, ascii: string]>> = {
  up: ['↑', 'Up'],
  down: ['↓', 'Down'],
  left: ['←', 'Left'],
  right: ['→', 'Right'],
  pageup: ['PgUp', 'PgUp'],
  pagedown: ['PgDn', 'PgDn'],
  home: ['Home', 'Home'],
  end: ['End', 'End'],
  enter: ['Enter', 'Enter'],
  return: ['Enter', 'Enter'],
  escape: ['Esc', 'Esc'],
  space: ['Space', 'Space'],
  tab: ['Tab', 'Tab'],
  backspace: ['Backspace', 'Backspace'],
};
const CONTROL = 'C-';
const SHIFT = 'S-';

/** Names a key of the key map as it is printed on keyboards: `pagedown` is PgDn, `C-c` is Ctrl-C, `S-g` is G. */
export function nameKey(key: string, unicode: boolean): string {
  if (key.startsWith(CONTROL)) return `Ctrl-${key.slice(CONTROL.length).toUpperCase()}`;
  if (key.startsWith(SHIFT)) {
    const rest = key.slice(SHIFT.length);
    return rest.length === 1 ? rest.toUpperCase() : `Shift-${nameKey(rest, unicode)}`;
  }
  const [known, inAscii] = NAMES[key] ?? [key, key];
  return unicode ? known : inAscii;
}
