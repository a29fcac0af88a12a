import { makeReport } from '../report/report.ts';
import { writeReportPage } from '../report/report-page.ts';
import type { WalkReport, WalkRequest } from '../serve/serve-options.ts';
import type { Store } from '../store/store.ts';
import { CommandFailure } from './exit-code.ts';
import { hideNames, readKeptWalk, readStoredWalk } from './read-walk.ts';

/** Reads a walk that a browser asks for, as `footwatch report` does, and says what it was like. */
export async function serveWalk(store: Store, request: WalkRequest, isPrivate: boolean): Promise<WalkReport> {
  try {
    const { summary, subject: named } =
      request.kind === 'kept'
        ? await readKeptWalk(store, request.id, [request.patient])
        : await readStoredWalk(store, request.patient, {
            since: { kind: 'at', atSeconds: request.sinceSeconds },
            until: { kind: 'at', atSeconds: request.untilSeconds },
          });
    const report = makeReport(summary, isPrivate ? hideNames(named) : named);
    return {
      kind: 'report',
      report,
      writePage: (zoneOffsetMinutes) => writeReportPage({ report, summary, zoneOffsetMinutes }),
    };
  } catch (error) {
    if (error instanceof CommandFailure) return { kind: 'refused', reason: error.message };
    throw error;
  }
}
