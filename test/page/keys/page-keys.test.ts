import { expect, test } from 'vitest';
import { KEY_MAP } from '../../../src/core/keys/key-map.ts';
import { findPageAction, isOnPage, NOT_ON_PAGE, PAGE_KEYS } from '../../../src/page/keys/page-keys.ts';

test('every key of the terminal does the same on the page, or there is a reason why not', () => {
  for (const { keys, action } of KEY_MAP) {
    if (!isOnPage(action)) {
      expect(NOT_ON_PAGE[action as keyof typeof NOT_ON_PAGE]).not.toBe('');
      for (const key of keys) expect(findPageAction(key)).toBeNull();
      continue;
    }
    const binding = PAGE_KEYS.find((each) => each.action === action);
    for (const key of keys) {
      const isOfBrowser = key.startsWith('C-');
      expect(findPageAction(key), key).toBe(isOfBrowser ? null : action);
      expect(binding?.keys.includes(key), key).toBe(!isOfBrowser);
    }
    // What only Ctrl did would be lost.
    expect(binding?.keys).not.toHaveLength(0);
  }
});

test('no key that is left out is one that somebody needs to get on', () => {
  expect(Object.keys(NOT_ON_PAGE).sort()).toEqual([
    'interrupt',
    'nextPanel',
    'previousPanel',
    'quit',
    'redraw',
    'suspend',
  ]);
});
