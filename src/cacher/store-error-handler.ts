import { StoreUnavailable } from '../store/store.ts';

/**
 * Creates a handler that reports errors of the store as bugs, unless the store is unavailable: the write queue logs that,
 * and everybody else just tries again at their next turn.
 */
export function createStoreErrorHandler(onBug: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof StoreUnavailable)) onBug(error);
  };
}
