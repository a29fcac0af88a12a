import { type PatientId, withoutNames } from '../../core/patient.ts';
import { snapshotToJson } from '../../core/snapshot-json.ts';
import { formatFeedLine } from '../../reader/feed-line.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import { readSnapshotForFigures } from '../../reader/read-snapshot.ts';
import {
  startJsonFeed,
  startLinearFeed,
  startSampleFeed,
  startSpokenFeed,
} from '../../reader/store-feeds.ts';
import type { Settings } from '../../settings/registry.ts';
import type { Store } from '../../store/store.ts';
import { EXIT } from '../exit-code.ts';
import { chooseFeed, refuseSpokenJson } from '../feed-choice.ts';
import { findKeptWalk } from '../find-kept-walk.ts';
import { choosePatients, listPatients } from '../followed-patients.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { openRecording, toStoredPair } from '../recording.ts';
import { refuseSetting } from '../refuse-setting.ts';
import type { WatchOptions } from '../show-dashboard.ts';
import { waitForSignal } from '../signals.ts';

/** `footwatch watch`: shows the patients in Redis, as the dashboard, as lines, or once. */
export async function runWatch(loaded: LoadedSettings): Promise<number> {
  const store = openRedis(loaded);
  try {
    return await watchStore(loaded, store, { storeName: 'redis' });
  } finally {
    await store.close();
  }
}

/** Shows the patients of any store, in the way that the settings and the terminal ask for. Resolves with the exit code. */
export async function watchStore(
  { settings, origins }: Pick<LoadedSettings, 'settings' | 'origins'>,
  store: Store,
  options: WatchOptions,
): Promise<number> {
  const id = settings['keep.kept'];
  if (id !== null) return watchKept({ settings, origins }, store, id);
  const patients = choosePatients(settings);
  const path = settings['output.record'];
  if (settings['watch.once']) {
    if (path === null) return printOnce(settings, store);
    throw refuseSetting(origins['output.record'], `cannot be used with ${origins['watch.once'].place}`);
  }
  refuseSpokenJson(settings, origins);
  const isFeed = chooseFeed(settings);
  // Nothing may be written over the dashboard: remarks wait until it has ended.
  const remarks: string[] = [];
  const tell = (remark: string) => {
    if (isFeed) process.stderr.write(`footwatch: ${remark}\n`);
    else remarks.push(remark);
  };
  const recording = path === null ? null : await recordStore(store, patients, path, tell);
  try {
    if (isFeed) return await printFeed(settings, store, patients, options.until);
    const { watchInDashboard } = await import('../watch-in-dashboard.ts');
    return await watchInDashboard(settings, store, { ...options, patients });
  } finally {
    await recording?.close();
    for (const remark of remarks) process.stderr.write(`footwatch: ${remark}\n`);
  }
}

/** Plays a kept walk as history. What records or looks once at the present has nothing to do with it. */
async function watchKept(
  { settings, origins }: Pick<LoadedSettings, 'settings' | 'origins'>,
  store: Store,
  id: string,
): Promise<number> {
  for (const key of ['watch.once', 'output.record'] as const) {
    if (settings[key]) throw refuseSetting(origins[key], `cannot be used with ${origins['keep.kept'].place}`);
  }
  refuseSpokenJson(settings, origins);
  const walk = await findKeptWalk(store, id, settings['watch.patient']);
  const { playKeptWalk } = await import('../play-kept-walk.ts');
  return playKeptWalk(settings, store, walk);
}

/** Records every new sample. An outage of the store is reported by what is shown meanwhile. */
async function recordStore(
  store: Store,
  patients: readonly PatientId[] | null,
  path: string,
  tell: (remark: string) => void,
): Promise<{ close(): Promise<void> }> {
  const recording = await openRecording(path, tell);
  const feed = startSampleFeed({
    store,
    patients,
    nowMs: () => performance.now(),
    onSample: (patient, sample, insole) => recording.add(patient, toStoredPair(sample), insole),
    onStoreChange: () => {},
    onMissed: (patient) => tell(`patient ${patient}: samples were removed before they could be recorded`),
    onBug: (error) => {
      throw error;
    },
  });
  return {
    async close() {
      feed.close();
      await recording.close();
    },
  };
}

async function printOnce(settings: Settings, store: Store): Promise<number> {
  for (const patient of await listPatients(settings, store)) {
    const read = await readSnapshotForFigures(store, patient);
    const snapshot = settings['watch.privacy'] ? withoutNames(read) : read;
    const nowMs = performance.now();
    printLine(
      settings['watch.json']
        ? JSON.stringify(snapshotToJson(snapshot))
        : formatFeedLine({ ...snapshot, readAtMs: nowMs }, nowMs, zoneOffsetMinutes()),
    );
  }
  return EXIT.done;
}

/** Prints the feed until a signal or `until` ends it. An outage of the store is reported and waited for. */
async function printFeed(
  settings: Settings,
  store: Store,
  patients: readonly PatientId[] | null,
  until: Promise<unknown> | undefined,
): Promise<number> {
  const ended = Promise.race([waitForSignal(), ...(until ? [until.then(() => EXIT.done)] : [])]);
  let failWith: (error: unknown) => void = () => {};
  const bug = new Promise<never>((_, reject) => {
    failWith = reject;
  });
  const options = {
    store,
    patients,
    nowMs: () => performance.now(),
    print: printLine,
    isPrivate: settings['watch.privacy'],
    onStoreChange: (reason: string | null) =>
      process.stderr.write(`footwatch: ${reason === null ? 'Redis is back' : `Redis is down: ${reason}`}\n`),
    onMissed: (patient: PatientId) =>
      process.stderr.write(
        `footwatch: patient ${patient}: samples were removed before they could be printed\n`,
      ),
    onBug: failWith,
    zoneOffsetMinutes,
  };
  const startFeed = settings['watch.speak']
    ? startSpokenFeed
    : settings['watch.json']
      ? startJsonFeed
      : startLinearFeed;
  const feed = startFeed(options);
  try {
    return await Promise.race([ended, bug]);
  } finally {
    feed.close();
  }
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
