import { setTimeout as sleep } from 'node:timers/promises';
import { SIX } from '../core/insole/built-in-insoles.ts';
import type { WalkNotes } from '../core/kept-walk.ts';
import { type Profile, UNKNOWN_PROFILE, withoutNames } from '../core/patient.ts';
import { zoneOffsetMinutes } from '../reader/local-zone.ts';
import { type RecordedRow, type RecordedRows, RecordedTape } from '../reader/recorded-tape.ts';
import { ReplayClock } from '../reader/replay-clock.ts';
import { ReplayFeed, type ReplayFeedOptions } from '../reader/replay-feed.ts';
import type { Settings } from '../settings/registry.ts';
import { type CommandFailure, EXIT } from './exit-code.ts';
import { chooseFeed } from './feed-choice.ts';
import { openOutput } from './line-output.ts';
import { judgeRows } from './open-recording.ts';
import { playIntoStore } from './replay-store.ts';
import type { DashboardEnd } from './show-dashboard.ts';
import { waitForSignal } from './signals.ts';

/** How far the dashboard can look back. */
const RETENTION_SECONDS = 300;

/** Samples of one patient that are played. */
export interface Recording {
  /** What the recording is called. */
  readonly name: string;
  /** Who the patient was, and what the samples are of; null where only the rows say that. */
  readonly profile: Profile | null;
  readonly rows: RecordedRows;
  /** What somebody wrote about it, where it is a kept walk. */
  readonly notes?: WalkNotes;
  /** What is thrown when there is no row. */
  readonly empty: CommandFailure;
}

/** A recording with its clock. */
interface PlayedRecording extends Recording {
  readonly settings: Settings;
  readonly clock: ReplayClock;
}

/**
 * Plays a recording as the dashboard or the lines would have shown it, but never as live. Resolves with the exit code.
 *
 * @param speed how many times as fast as it was recorded
 */
export async function playRecording(
  settings: Settings,
  recording: Recording,
  speed: number,
): Promise<number> {
  if (!chooseFeed(settings)) return (await playInDashboard(settings, recording, { speed })).exitCode;
  return playFeed({ ...start(recording, speed), settings });
}

/** A recording as the rules judge it, and a clock that waits at its start. */
function start(recording: Recording, speed: number): Recording & { readonly clock: ReplayClock } {
  const clock = new ReplayClock(speed, () => performance.now());
  return { ...recording, rows: judgeRows(recording.rows), clock };
}

/** What a row tells of its patient; null when it is nothing but the six sensors of the original. */
function describeRow({ insole }: RecordedRow): Profile | null {
  return insole === SIX ? null : { ...UNKNOWN_PROFILE, insole };
}

function chooseStyle(settings: Settings): ReplayFeedOptions['style'] {
  return settings['watch.speak'] ? 'speech' : settings['watch.json'] ? 'json' : 'lines';
}

async function playFeed(recording: PlayedRecording): Promise<number> {
  const { settings, name, rows, empty, clock } = recording;
  const source = rows.open()[Symbol.asyncIterator]();
  const { value: first } = await source.next();
  if (first === undefined) throw empty;
  const profile = recording.profile ?? describeRow(first);
  const output = await openOutput(null);
  const feed = new ReplayFeed({
    style: chooseStyle(settings),
    name,
    profile: settings['watch.privacy'] ? withoutNames({ profile }).profile : profile,
    ...(profile?.insole && { insole: profile.insole }),
    nowMs: () => performance.now(),
    zoneOffsetMinutes,
    print: (line) => output.write(`${line}\n`),
  });
  const stop = new AbortController();
  const played = playOn(clock, first, source, stop.signal, feed);
  const exitCode = await Promise.race([played.then(() => EXIT.done), waitForSignal()]);
  stop.abort();
  await feed.finish();
  return exitCode;
}

/** Hands over each row when its time has come, until `stop` is aborted. */
async function playOn(
  clock: ReplayClock,
  first: RecordedRow,
  source: AsyncIterator<RecordedRow>,
  stop: AbortSignal,
  feed: ReplayFeed,
): Promise<void> {
  clock.seek(first.sample.atSeconds);
  clock.run();
  for (let row: RecordedRow | undefined = first; row !== undefined; row = (await source.next()).value) {
    await waitUntil(clock, row.sample.atSeconds, stop);
    if (stop.aborted) return;
    await feed.take(row.patient, row.sample);
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

/**
 * Shows the dashboard on a store in memory whose clock is the recording's. It stays open when the recording has ended.
 *
 * @param isLeadingBack set when going back leads to the dashboard that it was opened from
 */
export async function playInDashboard(
  settings: Settings,
  recording: Recording,
  { speed, isLeadingBack = false }: { readonly speed: number; readonly isLeadingBack?: boolean },
): Promise<DashboardEnd> {
  const { clock, rows, name, empty } = start(recording, speed);
  const tape = new RecordedTape(rows, RETENTION_SECONDS);
  const first = await tape.peek();
  if (first === null) throw empty;
  const { patient } = first;
  const profile = recording.profile ?? describeRow(first);
  const { store, player } = playIntoStore({ patient, profile, tape, clock });
  const stop = new AbortController();
  const failures: unknown[] = [];
  // A line that is no sample ends the dashboard; it is reported once the terminal is given back.
  const failed = new Promise<void>((resolve) => {
    player.play(stop.signal).catch((error: unknown) => {
      failures.push(error);
      resolve();
    });
  });
  const { showDashboard } = await import('./show-dashboard.ts');
  try {
    const end = await showDashboard({ ...settings, patients: [patient] }, store, {
      storeName: name,
      patients: [patient],
      until: failed,
      isLeadingBack,
      ...(recording.notes && { notes: recording.notes }),
      replay: player,
    });
    if (failures.length > 0) throw failures[0];
    return end;
  } finally {
    stop.abort();
  }
}
