import { useMemo } from 'preact/hooks';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { LiveState } from '../live/live-state.ts';
import { patientOf, type Route } from '../route.ts';
import { type Shown, show } from './shown.ts';
import type { Travel } from './travel.ts';
import { useTravel } from './use-travel.ts';

/** What is known of the patient now, and what is shown: that, an instant of the past, or a kept walk. */
export interface ShownPatient {
  /** Null before it is known, and where no patient is shown. */
  readonly live: TimedSnapshot | null;
  readonly shown: Shown;
  readonly travel: Travel;
}

/** Chooses what is shown of the patient whom the address names. */
export function useShown(
  route: Route,
  state: LiveState,
  isHeard: boolean,
  nowMs: number,
  go: (route: Route, isReplaced?: boolean) => void,
  tell: (message: string) => void,
): ShownPatient {
  const live = state.snapshot?.patient === patientOf(route) ? state.snapshot : null;
  const travel = useTravel(route, live, nowMs, go, tell);
  const { walk, past } = travel;
  const snapshot = useMemo((): TimedSnapshot | null => {
    if (route.view !== 'walk') return live;
    if (walk === null || live === null) return null;
    return { ...live, known: true, insole: walk.insole, profile: walk.profile, isReplay: true, samples: [] };
  }, [route.view, live, walk]);
  return { live, shown: show(snapshot, past, nowMs, isHeard), travel };
}
