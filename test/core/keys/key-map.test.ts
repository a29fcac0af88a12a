import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/core/keys/action.ts';
import { findAction, KEY_MAP } from '../../../src/core/keys/key-map.ts';

const ACTIONS: Record<Action, true> = {
  quit: true,
  interrupt: true,
  help: true,
  privacy: true,
  ward: true,
  filter: true,
  sort: true,
  freeze: true,
  earlier: true,
  later: true,
  secondEarlier: true,
  secondLater: true,
  home: true,
  end: true,
  faster: true,
  slower: true,
  zoomIn: true,
  zoomOut: true,
  newerEvent: true,
  olderEvent: true,
  distribution: true,
  distributionSource: true,
  keep: true,
  mark: true,
  forgetMarks: true,
  kept: true,
  nextPanel: true,
  previousPanel: true,
  enlarge: true,
  nextPatient: true,
  previousPatient: true,
  up: true,
  down: true,
  pageUp: true,
  pageDown: true,
  first: true,
  last: true,
  open: true,
  back: true,
  toggleTraces: true,
  toggleFeet: true,
  suspend: true,
  redraw: true,
};

describe('the key map', () => {
  test('binds every action once, with keys and a label', () => {
    expect(KEY_MAP.map(({ action }) => action).sort()).toEqual(Object.keys(ACTIONS).sort());
    for (const { keys, label } of KEY_MAP) {
      expect(keys).not.toHaveLength(0);
      expect(label).not.toBe('');
    }
  });

  test('binds no key to two actions', () => {
    const keys = KEY_MAP.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('finds the action of each bound key, and none for any other', () => {
    for (const { keys, action } of KEY_MAP) for (const key of keys) expect(findAction(key)).toBe(action);
    expect(findAction('x')).toBeUndefined();
    expect(findAction('constructor')).toBeUndefined();
  });

  test('quits with q and Ctrl-C, and moves with arrows and with the keys of vi', () => {
    expect(['q', 'C-c'].map(findAction)).toEqual(['quit', 'interrupt']);
    expect(['left', 'h', 'right', 'l'].map(findAction)).toEqual(['earlier', 'earlier', 'later', 'later']);
    expect(['up', 'k', 'down', 'j'].map(findAction)).toEqual(['up', 'up', 'down', 'down']);
    expect(findAction('S-k')).toBe('keep');
  });
});
