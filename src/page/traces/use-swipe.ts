import { useRef } from 'preact/hooks';

/** A finger that moves less means a tap. */
const MIN_PIXELS = 8;

/** Handlers of an element over which a finger or a mouse is drawn. */
export interface SwipeHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/**
 * Goes through time by drawing traces sideways, as one draws paper: to the right shows what was before.
 *
 * @param spanSeconds how much time is as wide as the element
 * @param atSeconds the instant that is shown, Unix seconds; null where there is none
 */
export function useSwipe(
  spanSeconds: number,
  atSeconds: number | null,
  onTravel: (atSeconds: number) => void,
): SwipeHandlers {
  const start = useRef<{ x: number; atSeconds: number; isSwipe: boolean } | null>(null);
  const end = () => {
    start.current = null;
  };
  return {
    onPointerDown: (event) => {
      const isPlot = event.target instanceof Element && event.target.closest('.plot') !== null;
      start.current =
        isPlot && event.isPrimary && event.button === 0 && atSeconds !== null
          ? { x: event.clientX, atSeconds, isSwipe: false }
          : null;
    },
    onPointerMove: (event) => {
      const from = start.current;
      if (from === null || !(event.currentTarget instanceof Element)) return;
      const moved = event.clientX - from.x;
      if (!from.isSwipe && Math.abs(moved) < MIN_PIXELS) return;
      if (!from.isSwipe) event.currentTarget.setPointerCapture(event.pointerId);
      from.isSwipe = true;
      onTravel(from.atSeconds - (moved / Math.max(1, event.currentTarget.clientWidth)) * spanSeconds);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
