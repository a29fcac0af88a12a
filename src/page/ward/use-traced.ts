import { useEffect, useRef } from 'preact/hooks';
import type { PatientId } from '../../core/patient.ts';
import { MAX_TRACED } from '../../core/ward-order.ts';
import { useStable } from '../stable.ts';
import { chooseTraced, type VisibleRows } from './choose-traced.ts';

/** Scrolling comes to rest in this time; and a ward whose order changes all the time asks no more often. */
const LOOK_MS = 500;

/**
 * Tells of whom a large ward needs traces: of those whose rows are on the screen.
 *
 * @param order the rows from the top
 * @param count how many patients there are, also those that are not found
 * @param onTraced told when others are needed than before; null leaves it to the server, as where all fit
 */
export function useTraced(
  order: readonly PatientId[],
  count: number,
  onTraced: (traced: readonly PatientId[] | null) => void,
): void {
  const before = useRef<readonly PatientId[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const look = useStable(() => {
    timer.current = undefined;
    const chosen =
      count <= MAX_TRACED ? null : chooseTraced(order, findVisibleRows(order.length), before.current);
    if (chosen === before.current) return;
    before.current = chosen;
    onTraced(chosen);
  });
  const lookSoon = useStable(() => {
    timer.current ??= setTimeout(look, LOOK_MS);
  });
  useEffect(lookSoon, [order.join(), count]);
  useEffect(() => {
    addEventListener('scroll', lookSoon, { passive: true });
    addEventListener('resize', lookSoon);
    return () => {
      removeEventListener('scroll', lookSoon);
      removeEventListener('resize', lookSoon);
      clearTimeout(timer.current);
    };
  }, []);
}

function findVisibleRows(count: number): VisibleRows {
  const places = [...document.querySelectorAll('[data-row]')].map((row) => row.getBoundingClientRect());
  const from = places.findIndex(({ bottom }) => bottom > 0);
  const until = places.findIndex(({ top }) => top >= innerHeight);
  return [Math.max(0, from), until < 0 ? count : until];
}
