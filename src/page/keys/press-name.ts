/** What a browser tells of a key that is pressed. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** Whether it was AltGr that was held, which some browsers tell as Ctrl and Alt. */
  readonly isAltGraph: boolean;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['PageUp', 'pageup'],
  ['PageDown', 'pagedown'],
  ['Home', 'home'],
  ['End', 'end'],
  ['Enter', 'enter'],
  ['Escape', 'escape'],
  ['Backspace', 'backspace'],
  ['Tab', 'tab'],
  [' ', 'space'],
]);

/**
 * Names a key as the table of keys does: `S-left`, `S-k`, `space`. Null for what belongs to the browser or the system: keys with Ctrl,
 * Alt or Cmd, unless they type a sign, as `[` needs AltGr on many keyboards.
 */
export function namePress({ key, ctrlKey, altKey, metaKey, shiftKey, isAltGraph }: Press): string | null {
  if (metaKey) return null;
  const isSign = /^[^\p{L}\d\s]$/u.test(key);
  if ((ctrlKey || altKey) && !(isSign && (isAltGraph || altKey))) return null;
  const name = NAMES.get(key);
  if (name !== undefined) return shiftKey && name !== 'space' ? `S-${name}` : name;
  if ([...key].length !== 1) return null;
  const small = key.toLowerCase();
  return small === key ? key : `S-${small}`;
}
