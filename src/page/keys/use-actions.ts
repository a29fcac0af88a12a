import { type HandlerContext, makeHandlers } from '../handlers.ts';
import { useStable } from '../stable.ts';
import { findFocusedPanel, movePage, moveRow, openRow } from '../views/rows.ts';
import type { PageAction } from './page-keys.ts';
import { useKeys } from './use-keys.ts';

/** The help is scrolled and closed by the keys that it tells of; forms take their keys themselves. */
const ACT_OVER_DIALOGS: readonly PageAction[] = [
  'help',
  'back',
  'up',
  'down',
  'pageUp',
  'pageDown',
  'first',
  'last',
  'home',
  'end',
];

function focusSearch(): boolean {
  const field = document.querySelector<HTMLElement>('input[type="search"]');
  field?.focus();
  return field !== null;
}

/** What of the page the handlers find by themselves. */
const ON_SCREEN = {
  moveRow,
  movePage,
  openRow,
  focusFilter: () => {
    // At once where it is there: the first letter may be typed before anything else happens.
    if (!focusSearch()) setTimeout(focusSearch);
  },
  findFocusedPanel,
};

/**
 * Takes the keys of the page.
 *
 * @returns does what a key does, always the same function; false where that is nothing
 */
export function useActions(
  context: Omit<HandlerContext, keyof typeof ON_SCREEN>,
): (action: PageAction) => boolean {
  const handlers = makeHandlers({ ...context, ...ON_SCREEN });
  const act = useStable((action: PageAction): boolean => {
    if (context.dialog !== null && !ACT_OVER_DIALOGS.includes(action)) return false;
    return handlers[action]() !== false;
  });
  useKeys(act);
  return act;
}
