import type { Action } from './action.ts';
import type { Mode } from './model.ts';

/** What a key does. The bindings, the help screen, the bottom bar and the documentation come from this one table. */
export interface KeyBinding {
  /** Key names as blessed gives them: `C-` is Ctrl, `S-` Shift. The first is the one to tell people. */
  readonly keys: readonly string[];
  readonly action: Action;
  /** For the help screen. */
  readonly label: string;
  /** For the bottom bar, which shows those bindings only that have one, in this order, while there is room. */
  readonly hint?: string;
  /** For the bottom bar while an instant of the history is shown. */
  readonly hintInPast?: string;
  /** Where the hint is shown; everywhere when absent. */
  readonly where?: readonly Mode[];
}

export const KEY_MAP: readonly KeyBinding[] = [
  { keys: ['?'], action: 'help', label: 'this help, and back', hintInPast: 'help', hint: 'help' },
  { keys: ['q'], action: 'quit', label: 'quit', hint: 'quit' },
  { keys: ['C-c'], action: 'interrupt', label: 'quit with exit code 130' },
  {
    keys: ['enter'],
    action: 'open',
    label: 'open the patient or event at the cursor',
    hint: 'open',
    where: ['ward', 'patient'],
  },
  {
    keys: ['escape', 'backspace'],
    action: 'back',
    label: 'back: to now, the patient, the ward',
    hint: 'back',
    where: ['event', 'distribution', 'help'],
  },
  { keys: ['w'], action: 'ward', label: 'the ward: all patients', hint: 'ward', where: ['patient'] },
  { keys: ['/'], action: 'filter', label: 'find a patient by name or number', hint: 'find', where: ['ward'] },
  {
    keys: ['s'],
    action: 'sort',
    label: 'ward: sort by attention, number, name',
    hint: 'sort',
    where: ['ward'],
  },
  {
    keys: ['space'],
    action: 'freeze',
    label: 'freeze what is shown; play it, halt',
    hintInPast: 'play, halt',
    hint: 'freeze',
    where: ['patient'],
  },
  { keys: ['end'], action: 'end', label: 'back to now; the last row', hintInPast: 'now' },
  {
    keys: ['left', 'h'],
    action: 'earlier',
    label: 'one sample earlier',
    hintInPast: 'earlier',
    hint: 'earlier',
    where: ['patient', 'event'],
  },
  {
    keys: ['right', 'l'],
    action: 'later',
    label: 'one sample later',
    hintInPast: 'later',
    hint: 'later',
    where: ['event'],
  },
  { keys: ['S-left', 'S-h'], action: 'secondEarlier', label: 'one second earlier' },
  { keys: ['S-right', 'S-l'], action: 'secondLater', label: 'one second later' },
  { keys: ['home'], action: 'home', label: 'the oldest sample; the first row' },
  { keys: ['>', '.'], action: 'faster', label: 'play twice as fast', hintInPast: 'faster' },
  { keys: ['<', ','], action: 'slower', label: 'play half as fast' },
  { keys: ['+', '='], action: 'zoomIn', label: 'traces: a shorter time, in more detail' },
  { keys: ['-'], action: 'zoomOut', label: 'traces: a longer time' },
  { keys: ['n'], action: 'newerEvent', label: 'the next, newer event', hint: 'newer', where: ['event'] },
  { keys: ['p'], action: 'olderEvent', label: 'the previous, older event', hint: 'older', where: ['event'] },
  {
    keys: ['d'],
    action: 'distribution',
    label: 'distribution of readings, and back',
    hint: 'distribution',
    where: ['patient'],
  },
  {
    keys: ['a'],
    action: 'distributionSource',
    label: 'of the history, or of the anomalies',
    hint: 'history or anomalies',
    where: ['distribution'],
  },
  {
    keys: [']'],
    action: 'nextPatient',
    label: 'next patient',
    hint: 'next',
    where: ['patient', 'distribution'],
  },
  {
    keys: ['['],
    action: 'previousPatient',
    label: 'previous patient',
    hint: 'previous',
    where: ['patient', 'distribution'],
  },
  { keys: ['tab'], action: 'nextPanel', label: 'next panel', hint: 'panel', where: ['patient'] },
  { keys: ['S-tab'], action: 'previousPanel', label: 'previous panel' },
  {
    keys: ['z'],
    action: 'enlarge',
    label: 'enlarge the panel, and back',
    hint: 'enlarge',
    where: ['patient'],
  },
  { keys: ['S-p'], action: 'privacy', label: 'hide names, and show them again' },
  { keys: ['up', 'k'], action: 'up', label: 'up one row: a newer event, a patient' },
  { keys: ['down', 'j'], action: 'down', label: 'down one row' },
  { keys: ['pageup', 'C-u', 'C-b'], action: 'pageUp', label: 'up one page' },
  { keys: ['pagedown', 'C-d', 'C-f'], action: 'pageDown', label: 'down one page' },
  { keys: ['g'], action: 'first', label: 'first row' },
  { keys: ['S-g'], action: 'last', label: 'last row' },
  { keys: ['t'], action: 'toggleTraces', label: 'traces scroll, or sweep' },
  { keys: ['f'], action: 'toggleFeet', label: 'feet as a colour field, or as numbers' },
  { keys: ['C-z'], action: 'suspend', label: 'suspend; `fg` in the shell resumes' },
];

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  KEY_MAP.flatMap(({ keys, action }) => keys.map((key) => [key, action] as const)),
);

/** What a key of that name does; undefined when nothing. */
export function findAction(key: string): Action | undefined {
  return ACTIONS.get(key);
}
