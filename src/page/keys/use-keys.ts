import { useEffect, useRef } from 'preact/hooks';
import { findPageAction, type PageAction } from './page-keys.ts';
import { namePress } from './press-name.ts';

/** Takes keys for the page, but for those that somebody types, and those that a control of the browser takes itself. */
export function useKeys(act: (action: PageAction) => boolean): void {
  const current = useRef(act);
  current.current = act;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = namePress({
        key: event.key,
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        metaKey: event.metaKey,
        shiftKey: event.shiftKey,
        isAltGraph: event.getModifierState('AltGraph'),
      });
      if (key === null || isTakenBy(event.target, key)) return;
      const action = findPageAction(key);
      if (action !== null && current.current(action)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** Whether a control takes a key itself: what is typed goes into a field, Enter and space press what has the focus. */
function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input:not([type="range"]), textarea, select')) return true;
  return (key === 'enter' || key === 'space') && target.matches('a[href], button, summary');
}
