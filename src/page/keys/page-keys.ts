import type { Action } from '../../core/keys/action.ts';
import { findAction, KEY_MAP, type KeyBinding } from '../../core/keys/key-map.ts';

const CONTROL = 'C-';

/** What the keys of the terminal do that do nothing on the page, and why. */
export const NOT_ON_PAGE = {
  quit: 'a page ends with its tab',
  interrupt: 'a page has no exit code',
  suspend: 'a page has no shell to go back to',
  redraw: 'a browser draws anew by itself',
  nextPanel: 'Tab is the browser’s: it goes to the next control, of which each panel has one',
  previousPanel: 'as Tab',
} as const satisfies Partial<Record<Action, string>>;

/** What keys do on the page. */
export type PageAction = Exclude<Action, keyof typeof NOT_ON_PAGE>;

/** Whether an action is one of the page. */
export function isOnPage(action: Action): action is PageAction {
  return !(action in NOT_ON_PAGE);
}

/** The keys that do something on the page, in the order of the help: those of the terminal but for Ctrl, which is the browser's. */
export const PAGE_KEYS: readonly (KeyBinding & { readonly action: PageAction })[] = KEY_MAP.flatMap(
  ({ keys, action, ...binding }) =>
    isOnPage(action) ? [{ ...binding, action, keys: keys.filter((key) => !key.startsWith(CONTROL)) }] : [],
);

/** What a key does on the page; null when it does nothing. */
export function findPageAction(key: string): PageAction | null {
  const action = findAction(key);
  return action !== undefined && isOnPage(action) && !key.startsWith(CONTROL) ? action : null;
}
