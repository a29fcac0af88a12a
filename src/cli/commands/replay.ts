import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PatientId } from '../../core/patient.ts';
import { hasAnomaly, type Sample } from '../../core/sample.ts';
import { readSampleRows, type SampleRow, UnreadableRow } from '../../export/read-sample-rows.ts';
import { ReplayClock } from '../../reader/replay-clock.ts';
import { ReplayFeed, type ReplayFeedOptions } from '../../reader/replay-feed.ts';
import type { Settings } from '../../settings/registry.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { parseStoredEntry } from '../../store/stored-entry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { openOutput } from '../line-output.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { zoneOffsetMinutes } from '../local-zone.ts';
import { nameInput, openInput, STDIN } from '../open-input.ts';
import { refuseSetting } from '../refuse-setting.ts';
import { waitForSignal } from '../signals.ts';
import { isFeedWanted, refuseSpokenJson } from './watch.ts';

/** How far the dashboard can look back. */
const RETENTION_SECONDS = 300;
/** Old samples are removed each time so many rows were played. */
const ROWS_PER_TRIM = 1000;

interface PlayedRow {
  readonly row: SampleRow;
  readonly sample: Sample;
}

/**
 * `footwatch replay`: plays one patient of what export or --record wrote, as the dashboard or the lines would have shown
 * it, but never as live.
 */
export async function runReplay(
  { settings, origins }: LoadedSettings,
  { operands: [path = STDIN] }: Invocation,
): Promise<number> {
  refuseSpokenJson(settings, origins);
  if (path === STDIN && process.stdin.isTTY) {
    throw new CommandFailure(EXIT.wrongUsage, 'replay needs a file, or an export on its standard input');
  }
  const [wanted = null, ...more] = settings['watch.patient'] ?? [];
  if (more.length > 0)
    throw refuseSetting(origins['watch.patient'], 'must be one patient, as replay plays only one');
  const name = nameInput(path);
  const rows = readRows(path, wanted);
  try {
    const { value: first } = await rows.next();
    if (first === undefined) {
      const whose = wanted === null ? '' : ` of patient ${wanted}`;
      throw new CommandFailure(EXIT.failed, `${name}: has no sample${whose}`);
    }
    const clock = new ReplayClock(settings['simulate.speed'], () => performance.now());
    clock.startAt(first.sample.atSeconds);
    return await (isFeedWanted(settings) ? playFeed : playDashboard)({
      settings,
      clock,
      first,
      rows,
      name: basename(name),
    });
  } catch (error) {
    if (error instanceof UnreadableRow) throw new CommandFailure(EXIT.failed, error.message);
    throw error;
  }
}

interface Recording {
  readonly settings: Settings;
  readonly clock: ReplayClock;
  readonly first: PlayedRow;
  readonly rows: AsyncIterable<PlayedRow>;
  readonly name: string;
}

/** Reads the rows of one patient: the wanted one, else the one of the first row. Other rows are skipped. */
async function* readRows(path: string, wanted: PatientId | null): AsyncGenerator<PlayedRow, undefined> {
  let patient = wanted;
  for await (const row of readSampleRows(openInput(path), nameInput(path))) {
    patient ??= row.patient;
    if (row.patient !== patient) continue;
    const entry = parseStoredEntry([row.sensorsText, row.timestampText]);
    if (entry.kind === 'sample') yield { row, sample: entry.sample };
  }
}

/** Hands over each row when its time has come, until `stop` is aborted. */
async function play(
  { clock, first, rows }: Recording,
  stop: AbortSignal,
  take: (played: PlayedRow) => Promise<void>,
): Promise<void> {
  await take(first);
  for await (const played of rows) {
    await waitUntil(clock, played.sample.atSeconds, stop);
    if (stop.aborted) return;
    await take(played);
  }
}

/** Waits for an instant of the recording, looking at its clock again where one timer cannot wait so long. */
async function waitUntil(clock: ReplayClock, atSeconds: number, stop: AbortSignal): Promise<void> {
  for (;;) {
    const waitMs = clock.waitMs(atSeconds);
    if (waitMs < 1 || stop.aborted) return;
    await sleep(waitMs, undefined, { signal: stop }).catch(() => {});
  }
}

function chooseStyle(settings: Settings): ReplayFeedOptions['style'] {
  return settings['watch.speak'] ? 'speech' : settings['watch.json'] ? 'json' : 'lines';
}

async function playFeed(recording: Recording): Promise<number> {
  const output = await openOutput(null);
  const feed = new ReplayFeed({
    style: chooseStyle(recording.settings),
    name: recording.name,
    nowMs: () => performance.now(),
    zoneOffsetMinutes,
    print: (line) => output.write(`${line}\n`),
  });
  const stop = new AbortController();
  const played = play(recording, stop.signal, ({ row, sample }) => feed.take(row.patient, sample));
  const exitCode = await Promise.race([played.then(() => EXIT.done), waitForSignal()]);
  stop.abort();
  await feed.finish();
  return exitCode;
}

/** Shows the dashboard on a store in memory whose clock is the recording's. It stays open when the recording has ended. */
async function playDashboard(recording: Recording): Promise<number> {
  const { settings, clock, first, name } = recording;
  const store = new MemoryStore(() => clock.nowMs());
  const { patient } = first.row;
  let taken = 0;
  let lastSeconds = first.sample.atSeconds;
  const take = async ({ row, sample }: PlayedRow) => {
    const entry = {
      timestamp: row.timestampText,
      sensorsJson: row.sensorsText,
      anomalous: hasAnomaly(sample.sensors),
    };
    await store.write([{ patient, entries: [entry] }]);
    lastSeconds = sample.atSeconds;
    if (++taken % ROWS_PER_TRIM === 0) await store.trim(lastSeconds - RETENTION_SECONDS);
  };
  const stop = new AbortController();
  const played = play(recording, stop.signal, take).then(() => clock.stopAt(lastSeconds));
  const failures: unknown[] = [];
  // A line that is no sample ends the dashboard; it is reported once the terminal is given back.
  const failed = new Promise<void>((resolve) => {
    played.catch((error: unknown) => {
      failures.push(error);
      resolve();
    });
  });
  const { showDashboard } = await import('../show-dashboard.ts');
  try {
    const exitCode = await showDashboard({ ...settings, patients: [patient] }, store, {
      storeName: name,
      patients: [patient],
      until: failed,
      replay: { nowMs: () => clock.nowMs(), ended: played.catch(() => {}) },
    });
    if (failures.length > 0) throw failures[0];
    return exitCode;
  } finally {
    stop.abort();
  }
}
