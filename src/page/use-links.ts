import { useMemo } from 'preact/hooks';
import type { TimedSnapshot } from '../reader/timed-snapshot.ts';
import type { LiveState } from './live/live-state.ts';
import type { Shown } from './time/shown.ts';
import { describeApi, describeStore, type LinkWords, SERVER_SILENT } from './words.ts';

/**
 * What is said of the links on the way here: of the API where one patient is shown, and of the store; of the server alone while it
 * is silent. The same array as long as nothing else is said.
 *
 * @param patient null where no patient is shown as they are now
 */
export function useLinks(
  isSilent: boolean,
  patient: { readonly live: TimedSnapshot | null; readonly status: Shown['status'] } | null,
  link: LiveState['link'],
): readonly LinkWords[] {
  const told = isSilent
    ? [SERVER_SILENT]
    : [...(patient ? [describeApi(patient.live?.health ?? null, patient.status)] : []), describeStore(link)];
  return useMemo(() => told, [told.map(({ text }) => text).join()]);
}
