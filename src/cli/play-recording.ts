import { setTimeout as sleep } from 'node:timers/promises';
import { SIX } from '../core/insole/built-in-insoles.ts';
import { type PatientId, type Profile, withoutNames } from '../core/patient.ts';
import { hasAnomaly, type Sample } from '../core/sample.ts';
import { ReplayClock } from '../reader/replay-clock.ts';
import { ReplayFeed, type ReplayFeedOptions } from '../reader/replay-feed.ts';
import type { Settings } from '../settings/registry.ts';
import { createEntryJudge } from '../store/judge-entry.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { parseStoredEntry, type StoredPair } from '../store/stored-entry.ts';
import { EXIT } from './exit-code.ts';
import { isFeedWanted } from './feed-choice.ts';
import { openOutput } from './line-output.ts';
import { zoneOffsetMinutes } from './local-zone.ts';
import { waitForSignal } from './signals.ts';

/** How far the dashboard can look back. */
const RETENTION_SECONDS = 300;
/** Old samples are removed each time so many were played. */
const SAMPLES_PER_TRIM = 1000;

/** A recorded sample, as it is stored and decoded. */
export interface PlayedSample {
  readonly pair: StoredPair;
  readonly sample: Sample;
}

/** Samples of one patient that are played. */
export interface Recording {
  readonly patient: PatientId;
  /** What the recording is called. */
  readonly name: string;
  /** Who the patient was, and what the samples are of, where that is known. */
  readonly profile: Profile | null;
  readonly first: PlayedSample;
  /** All further samples. */
  readonly rest: AsyncIterable<PlayedSample>;
}

/** A recording with its clock, which runs. */
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
  const clock = new ReplayClock(speed, () => performance.now());
  clock.startAt(recording.first.sample.atSeconds);
  return (isFeedWanted(settings) ? playFeed : playDashboard)({ ...recording, settings, clock });
}

/** Hands over each sample when its time has come, until `stop` is aborted. */
async function play(
  { clock, profile, first, rest }: PlayedRecording,
  stop: AbortSignal,
  take: (played: PlayedSample) => Promise<void>,
): Promise<void> {
  const timeline = { current: profile?.insole ?? SIX, before: [] };
  const judge = createEntryJudge(timeline);
  const takeJudged = async (played: PlayedSample) => {
    const pair = judge(played.pair);
    const entry = pair === played.pair ? null : parseStoredEntry(pair, timeline);
    await take(entry?.kind === 'sample' ? { pair, sample: entry.sample } : played);
  };
  await takeJudged(first);
  for await (const played of rest) {
    await waitUntil(clock, played.sample.atSeconds, stop);
    if (stop.aborted) return;
    await takeJudged(played);
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

async function playFeed(recording: PlayedRecording): Promise<number> {
  const { settings, patient, profile, name } = recording;
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
  const played = play(recording, stop.signal, ({ sample }) => feed.take(patient, sample));
  const exitCode = await Promise.race([played.then(() => EXIT.done), waitForSignal()]);
  stop.abort();
  await feed.finish();
  return exitCode;
}

/** Shows the dashboard on a store in memory whose clock is the recording's. It stays open when the recording has ended. */
async function playDashboard(recording: PlayedRecording): Promise<number> {
  const { settings, clock, patient, profile, first, name } = recording;
  const store = new MemoryStore(() => clock.nowMs());
  let taken = 0;
  let lastSeconds = first.sample.atSeconds;
  const take = async ({ pair: [sensorsJson, timestamp], sample }: PlayedSample) => {
    const entry = { timestamp, sensorsJson, anomalous: hasAnomaly(sample.sensors) };
    await store.write([{ patient, entries: [entry], ...(taken === 0 && profile && { profile }) }]);
    lastSeconds = sample.atSeconds;
    if (++taken % SAMPLES_PER_TRIM === 0) await store.trim(lastSeconds - RETENTION_SECONDS);
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
  const { showDashboard } = await import('./show-dashboard.ts');
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
