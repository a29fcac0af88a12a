import { type PatientId, withoutNames } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { snapshotToJson } from '../core/snapshot-json.ts';
import type { StoreReader } from '../store/store.ts';
import { formatFeedLine } from './feed-line.ts';
import { type Followed, type Follower, type FollowerOptions, startFollower } from './follower.ts';
import { countFigureSamples } from './read-snapshot.ts';
import type { StoreLink } from './store-link.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/** What every feed needs. */
export interface FeedOptionsShared {
  readonly store: StoreReader;
  /** Null for those that the store holds, also later. */
  readonly patients: readonly PatientId[] | null;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Told once per change: why the store is away, or null when it is back. */
  readonly onStoreChange: (reason: string | null) => void;
  /** Told when samples of a patient may have been removed before they could be printed. */
  readonly onMissed: (patient: PatientId) => void;
  readonly onBug: (error: unknown) => void;
}

export interface FeedOptions extends FeedOptionsShared {
  /** Takes one line, without its end. */
  readonly print: (line: string) => void;
  /** Names are hidden: dashes in lines, null in JSON. */
  readonly isPrivate?: boolean;
}

const LINE_INTERVAL_MS = 1000;
/** With enough of what is known to tell what is new. */
const EVERY_SAMPLE = { newest: countFigureSamples(null), enough: countFigureSamples, everySample: true };

/** Prints a line a second and patient. */
export function startLinearFeed(options: FeedOptions & { zoneOffsetMinutes: () => number }): Follower {
  const snapshots = new Map<PatientId, TimedSnapshot>();
  const printed = new Set<PatientId>();
  const printLine = (snapshot: TimedSnapshot) => {
    printed.add(snapshot.patient);
    options.print(formatFeedLine(shownOf(snapshot, options), options.nowMs(), options.zoneOffsetMinutes()));
  };
  const follower = followAll(options, { newest: 1 }, (snapshot) => {
    snapshots.set(snapshot.patient, snapshot);
    // The first line comes at once; from then on the clock gives the beat.
    if (!printed.has(snapshot.patient)) printLine(snapshot);
  });
  const beat = setInterval(() => {
    for (const snapshot of snapshots.values()) printLine(snapshot);
  }, LINE_INTERVAL_MS);
  return {
    follow: follower.follow,
    close() {
      clearInterval(beat);
      follower.close();
    },
  };
}

/** Prints a snapshot a new sample, as JSON. */
export function startJsonFeed(options: FeedOptions): Follower {
  const begun = new Set<PatientId>();
  return followAll(options, EVERY_SAMPLE, (snapshot, fresh) => {
    const newest = snapshot.samples.length - 1;
    if (fresh === null && begun.has(snapshot.patient)) options.onMissed(snapshot.patient);
    begun.add(snapshot.patient);
    // What came before the first look is history.
    for (let index = Math.max(0, newest + 1 - (fresh ?? 1)); index <= newest; index++) {
      const printed = {
        ...shownOf(snapshot, options),
        nowSeconds: storeNowSeconds(snapshot, options.nowMs()),
        samples: snapshot.samples.slice(0, index + 1),
      };
      options.print(JSON.stringify(snapshotToJson(printed)));
    }
  });
}

function shownOf(snapshot: TimedSnapshot, { isPrivate = false }: FeedOptions): TimedSnapshot {
  return isPrivate ? withoutNames(snapshot) : snapshot;
}

/** Hands over every new sample. What came before the first look is history. */
export function startSampleFeed(
  options: FeedOptionsShared & { readonly onSample: (patient: PatientId, sample: Sample) => void },
): Follower {
  const begun = new Set<PatientId>();
  return followAll(options, EVERY_SAMPLE, ({ patient, samples }, fresh) => {
    const isFirst = !begun.has(patient);
    begun.add(patient);
    if (isFirst) return;
    if (fresh === null) options.onMissed(patient);
    for (const sample of samples.slice(samples.length - (fresh ?? 1))) options.onSample(patient, sample);
  });
}

function followAll(
  options: FeedOptionsShared,
  needs: Omit<Followed, 'patient'>,
  onSnapshot: FollowerOptions['onSnapshot'],
): Follower {
  let isDown = false;
  const follow = (patients: readonly PatientId[]) =>
    follower.follow(patients.map((patient) => ({ patient, ...needs })));
  const follower = startFollower({
    store: options.store,
    nowMs: options.nowMs,
    onSnapshot,
    onBug: options.onBug,
    onLink(link: StoreLink) {
      if (link.state === 'down' && !isDown) options.onStoreChange(link.reason);
      if (link.state === 'answering' && isDown) options.onStoreChange(null);
      if (link.state !== 'connecting') isDown = link.state === 'down';
    },
    ...(options.patients === null && { onPatients: follow }),
  });
  if (options.patients !== null) follow(options.patients);
  return follower;
}
