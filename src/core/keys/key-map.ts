import type { Action } from './action.ts';
import type { Mode } from './screen-mode.ts';

/** Binds keys to an action. The terminal, the page in the browser and their help are made from the same table. */
export interface KeyBinding {
  /** Names of the keys as src/tui/input and src/page/keys give them: `C-` is Ctrl, `S-` is Shift. The first one is shown as a hint. */
  readonly keys: readonly string[];
  readonly action: Action;
  /** What the help screen says. */
  readonly label: string;
  /** What the bottom bar says; without a hint the binding is not in the bar. */
  readonly hint?: string;
  /** What the bottom bar says while an instant of the history is shown. */
  readonly hintInHistory?: string;
  /** What the bottom bar says of a patient whose recording is played; absent when it is the same as ever. */
  readonly hintInReplay?: string;
  /** The screens whose bottom bar shows the hint; absent for all of them. */
  readonly modes?: readonly Mode[];
}

/** All key bindings. The bottom bar shows hints in this order as long as there is room. */
export const KEY_MAP: readonly KeyBinding[] = [
  { keys: ['?'], action: 'help', label: 'this help, and back', hintInHistory: 'help', hint: 'help' },
  { keys: ['q'], action: 'quit', label: 'quit', hint: 'quit' },
  { keys: ['C-c'], action: 'interrupt', label: 'quit with exit code 130' },
  {
    keys: ['enter'],
    action: 'open',
    label: 'open what is at the cursor',
    hint: 'open',
    modes: ['ward', 'patient', 'kept'],
  },
  {
    keys: ['escape', 'backspace'],
    action: 'back',
    label: 'back: to now, the patient, the ward',
    hint: 'back',
    modes: ['patient', 'event', 'distribution', 'kept', 'help'],
  },
  { keys: ['w'], action: 'ward', label: 'the ward: all patients', hint: 'ward', modes: ['patient'] },
  { keys: ['/'], action: 'filter', label: 'find a patient by name or number', hint: 'find', modes: ['ward'] },
  {
    keys: ['s'],
    action: 'sort',
    label: 'ward: sort by attention, number, name',
    hint: 'sort',
    modes: ['ward'],
  },
  {
    keys: ['space'],
    action: 'freeze',
    label: 'freeze what is shown; play it, halt',
    hintInHistory: 'play, halt',
    hintInReplay: 'halt, play',
    hint: 'freeze',
    modes: ['patient'],
  },
  {
    keys: ['end'],
    action: 'end',
    label: 'back to now; the last row',
    hintInHistory: 'now',
  },
  {
    keys: ['left', 'h'],
    action: 'earlier',
    label: 'one sample earlier',
    hintInHistory: 'earlier',
    hint: 'earlier',
    modes: ['patient', 'event'],
  },
  {
    keys: ['right', 'l'],
    action: 'later',
    label: 'one sample later',
    hintInHistory: 'later',
    hintInReplay: 'later',
    hint: 'later',
    modes: ['event'],
  },
  { keys: ['S-left', 'S-h'], action: 'secondEarlier', label: 'one second earlier' },
  { keys: ['S-right', 'S-l'], action: 'secondLater', label: 'one second later' },
  { keys: ['home'], action: 'home', label: 'the oldest sample; the first row' },
  {
    keys: ['>', '.'],
    action: 'faster',
    label: 'play twice as fast',
    hintInHistory: 'faster',
    hintInReplay: 'faster',
  },
  {
    keys: ['<', ','],
    action: 'slower',
    label: 'play half as fast',
    hintInHistory: 'slower',
    hintInReplay: 'slower',
  },
  { keys: ['+', '='], action: 'zoomIn', label: 'traces: a shorter time, in more detail' },
  { keys: ['-'], action: 'zoomOut', label: 'traces: a longer time' },
  { keys: ['n'], action: 'newerEvent', label: 'the next, newer event', hint: 'newer', modes: ['event'] },
  { keys: ['p'], action: 'olderEvent', label: 'the previous, older event', hint: 'older', modes: ['event'] },
  {
    keys: ['d'],
    action: 'distribution',
    label: 'distribution of readings, and back',
    hint: 'distribution',
    modes: ['patient'],
  },
  {
    keys: ['a'],
    action: 'distributionSource',
    label: 'of the history, or of the anomalies',
    hint: 'history or anomalies',
    modes: ['distribution'],
  },
  {
    // Many keyboards have brackets behind AltGr only, where a slip is another key.
    keys: [']', ')'],
    action: 'nextPatient',
    label: 'next patient',
    hint: 'next',
    modes: ['patient', 'distribution'],
  },
  {
    keys: ['[', '('],
    action: 'previousPatient',
    label: 'previous patient',
    hint: 'previous',
    modes: ['patient', 'distribution'],
  },
  {
    keys: ['S-k'],
    action: 'keep',
    label: 'keep two minutes, or the marked span',
    hintInHistory: 'keep',
    hint: 'keep',
    modes: ['patient', 'event'],
  },
  {
    keys: ['m'],
    action: 'mark',
    label: 'mark this moment with a word',
    hintInHistory: 'mark',
    hint: 'mark',
    modes: ['patient', 'event'],
  },
  { keys: ['S-m'], action: 'forgetMarks', label: 'forget the marks that are not kept' },
  {
    keys: ['v'],
    action: 'kept',
    label: 'kept walks, and back',
    hint: 'kept walks',
    modes: ['patient', 'ward'],
  },
  { keys: ['tab'], action: 'nextPanel', label: 'next panel', hint: 'panel', modes: ['patient'] },
  { keys: ['S-tab'], action: 'previousPanel', label: 'previous panel' },
  {
    keys: ['z'],
    action: 'enlarge',
    label: 'enlarge the panel, and back',
    hint: 'enlarge',
    modes: ['patient'],
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
  { keys: ['C-l'], action: 'redraw', label: 'draw the whole screen anew' },
  { keys: ['C-z'], action: 'suspend', label: 'suspend; `fg` in the shell resumes' },
];

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  KEY_MAP.flatMap(({ keys, action }) => keys.map((key) => [key, action] as const)),
);

/** Finds the action that a key is bound to; undefined when it is not bound. */
export function findAction(key: string): Action | undefined {
  return ACTIONS.get(key);
}
