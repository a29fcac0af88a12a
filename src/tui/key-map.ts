import type { Action } from './message.ts';

/** What a key does. The bindings, the help screen, the bottom bar and the documentation come from this one table. */
export interface KeyBinding {
  /** Key names as blessed gives them: `C-` is Ctrl, `S-` Shift. The first is the one to tell people. */
  readonly keys: readonly string[];
  readonly action: Action;
  /** For the help screen. */
  readonly label: string;
  /** For the bottom bar, which shows those bindings only that have one, in this order, while there is room. */
  readonly hint?: string;
}

export const KEY_MAP: readonly KeyBinding[] = [
  { keys: ['?'], action: 'help', label: 'this help, and back', hint: 'help' },
  { keys: ['q'], action: 'quit', label: 'quit', hint: 'quit' },
  { keys: ['C-c'], action: 'interrupt', label: 'quit with exit code 130' },
  { keys: ['p', '/'], action: 'picker', label: 'choose a patient, and back', hint: 'patients' },
  { keys: ['right', 'l', ']'], action: 'nextPatient', label: 'next patient', hint: 'next' },
  { keys: ['left', 'h', '['], action: 'previousPatient', label: 'previous patient', hint: 'previous' },
  { keys: ['up', 'k'], action: 'up', label: 'up one row: a newer anomaly, a patient, a line' },
  { keys: ['down', 'j'], action: 'down', label: 'down one row' },
  { keys: ['pageup', 'C-u', 'C-b'], action: 'pageUp', label: 'up one page' },
  { keys: ['pagedown', 'C-d', 'C-f'], action: 'pageDown', label: 'down one page' },
  { keys: ['home', 'g'], action: 'first', label: 'first row' },
  { keys: ['end', 'S-g'], action: 'last', label: 'last row' },
  { keys: ['enter'], action: 'open', label: 'open the patient under the cursor' },
  { keys: ['escape', 'backspace'], action: 'back', label: 'back to the patient' },
  { keys: ['C-z'], action: 'suspend', label: 'leave it stopped, until `fg` of the shell' },
  { keys: ['t'], action: 'toggleTraces', label: 'traces scroll, or sweep as on a bedside monitor' },
  { keys: ['f'], action: 'toggleFeet', label: 'feet as a colour field, or as numbers and bars' },
];

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  KEY_MAP.flatMap(({ keys, action }) => keys.map((key) => [key, action] as const)),
);

/** What a key of that name does; undefined when nothing. */
export function actionFor(key: string): Action | undefined {
  return ACTIONS.get(key);
}
