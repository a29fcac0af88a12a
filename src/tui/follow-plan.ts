import { historyLength } from './layout.ts';
import type { Effect } from './message.ts';
import type { Model } from './model.ts';
import { visiblePatients } from './picker-view.ts';

type FollowPlan = Extract<Effect, { kind: 'follow' }>['patients'];

/** Whom the screen needs: the selected patient as far back as the traces go, and one sample of the others on it. */
export function planFollow(model: Model): FollowPlan {
  const { selected, feeds, size } = model;
  const others = visiblePatients(model)
    .filter((patient) => patient !== selected)
    .map((patient) => ({ patient, newest: 1 }));
  if (selected === null) return others;
  const intervalMs = feeds.get(selected)?.health?.intervalMs;
  return [{ patient: selected, newest: historyLength(size, intervalMs) }, ...others];
}
