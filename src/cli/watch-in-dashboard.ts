import type { PatientId } from '../core/patient.ts';
import type { Settings } from '../settings/registry.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import { type StoreReader, StoreUnavailable } from '../store/store.ts';
import { CommandFailure } from './exit-code.ts';
import { readKeptWalk } from './play-kept-walk.ts';
import { playInDashboard, type Recording } from './play-recording.ts';
import { showDashboard, type WatchOptions } from './show-dashboard.ts';

/**
 * Watches a store in the dashboard. A kept walk that is opened there is played in a dashboard of its own, and going back
 * leads to the first one again. Resolves with the exit code.
 */
export async function watchInDashboard(
  settings: Settings,
  store: StoreReader & KeptWalks,
  options: WatchOptions & { readonly patients: readonly PatientId[] | null },
): Promise<number> {
  let shown = settings;
  let then: Pick<WatchOptions, 'selected' | 'failure' | 'pendingMarks'> = {};
  for (;;) {
    const end = await showDashboard(shown, store, { ...options, ...then });
    const { opened } = end;
    if (opened === null) return end.exitCode;
    // Whoever hid names has them hidden in what comes next.
    shown = { ...shown, 'watch.privacy': end.isPrivate };
    then = { selected: opened.patient, pendingMarks: end.pendingMarks };
    const recording = await tryToRead(store, opened);
    if (typeof recording === 'string') {
      then = { ...then, failure: recording };
      continue;
    }
    const played = await playInDashboard(shown, recording, { speed: 1, isLeadingBack: true });
    if (!played.isLeft) return played.exitCode;
    shown = { ...shown, 'watch.privacy': played.isPrivate };
  }
}

/** A recording, or in a line why there is none: watching goes on whatever becomes of one walk. */
async function tryToRead(store: KeptWalks, walk: StoredWalk): Promise<Recording | string> {
  try {
    return await readKeptWalk(store, walk);
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof CommandFailure)
      return `the walk was not opened: ${error.message}`;
    throw error;
  }
}
