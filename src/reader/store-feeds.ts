import type { Insole } from '../core/insole/insole.ts';
import { type PatientId, withoutNames } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { snapshotToJson } from '../core/snapshot-json.ts';
import type { StoreReader } from '../store/store.ts';
import { ANNOUNCE_INTERVAL_MS, Announcer } from './announcer.ts';
import { formatFeedLine } from './feed-line.ts';
import type { FollowedPatient } from './followed-patient.ts';
import { type FollowerOptions, startFollower } from './follower.ts';
import { countFigureSamples } from './read-snapshot.ts';
import { storeNowSeconds, type TimedSnapshot } from './timed-snapshot.ts';

/** A stream of what comes of patients in the store, until it is closed. */
export interface Feed {
  close(): void;
}

/** What every feed reads from, and whom it tells. */
export interface FeedOptions {
  readonly store: StoreReader;
  /** Null for all that the store holds, also those that come later. */
  readonly patients: readonly PatientId[] | null;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Called once a change, with the reason why the store does not answer, or null when it does again. */
  readonly onStoreChange: (reason: string | null) => void;
  /** Called when samples of a patient may have been removed before they were read. */
  readonly onMissed: (patient: PatientId) => void;
  readonly onBug: (error: unknown) => void;
}

/** What a feed of printed lines needs beside. */
export interface PrintOptions extends FeedOptions {
  /** Takes one line, without its end. */
  readonly print: (line: string) => void;
  /** Hides names: a dash in a line, null in JSON. */
  readonly isPrivate?: boolean;
}

const LINE_INTERVAL_MS = 1000;
const EVERY_SAMPLE = {
  depth: 'history',
  samples: countFigureSamples(null),
  countNeeded: countFigureSamples,
  everySample: true,
} as const;

/** Prints a line per patient and second. */
export function startLinearFeed(options: PrintOptions & { zoneOffsetMinutes: () => number }): Feed {
  const snapshots = new Map<PatientId, TimedSnapshot>();
  const printLine = (snapshot: TimedSnapshot) => {
    const shown = options.isPrivate ? withoutNames(snapshot) : snapshot;
    options.print(formatFeedLine(shown, options.nowMs(), options.zoneOffsetMinutes()));
  };
  const feed = followAll(options, { depth: 'newest' }, (snapshot) => {
    const isFirst = !snapshots.has(snapshot.patient);
    snapshots.set(snapshot.patient, snapshot);
    if (isFirst) printLine(snapshot);
  });
  const timer = setInterval(() => {
    for (const snapshot of snapshots.values()) printLine(snapshot);
  }, LINE_INTERVAL_MS);
  return {
    close() {
      clearInterval(timer);
      feed.close();
    },
  };
}

/** Prints sentences for people who listen: what changes, when it does, and twice a minute that nothing did. */
export function startSpokenFeed(options: PrintOptions & { zoneOffsetMinutes: () => number }): Feed {
  const announcer = new Announcer(options);
  announcer.say('footwatch, live mode.');
  const onStoreChange = (reason: string | null) =>
    announcer.say(reason === null ? 'The store answers again.' : `The store does not answer: ${reason}.`);
  const feed = followEverySample({ ...options, onStoreChange, onMissed: () => {} }, (snapshot, newSamples) =>
    announcer.take(snapshot, newSamples),
  );
  const timer = setInterval(() => announcer.tick(), ANNOUNCE_INTERVAL_MS);
  return {
    close() {
      clearInterval(timer);
      feed.close();
    },
  };
}

/** Prints each patient's snapshot as JSON, at once and then for every new sample. */
export function startJsonFeed(options: PrintOptions): Feed {
  return followEverySample(options, (snapshot, newSamples) => {
    const end = snapshot.samples.length;
    for (let length = Math.max(1, end + 1 - newSamples); length <= end; length++) {
      const printed = {
        ...(options.isPrivate ? withoutNames(snapshot) : snapshot),
        nowSeconds: storeNowSeconds(snapshot, options.nowMs()),
        samples: snapshot.samples.slice(0, length),
      };
      options.print(JSON.stringify(snapshotToJson(printed)));
    }
  });
}

/** Hands over every sample that comes after the first read. */
export function startSampleFeed(
  options: FeedOptions & { readonly onSample: (patient: PatientId, sample: Sample, insole: Insole) => void },
): Feed {
  return followEverySample(options, ({ patient, samples, insole }, newSamples, isFirst) => {
    if (isFirst) return;
    for (const sample of samples.slice(samples.length - newSamples))
      options.onSample(patient, sample, insole);
  });
}

/** Tells how many samples are new: the newest one alone at the first read, and when it is not known. */
function followEverySample(
  options: FeedOptions,
  onRead: (snapshot: TimedSnapshot, newSamples: number, isFirst: boolean) => void,
): Feed {
  const begun = new Set<PatientId>();
  return followAll(options, EVERY_SAMPLE, (snapshot, newSamples) => {
    const isFirst = !begun.has(snapshot.patient);
    begun.add(snapshot.patient);
    if (newSamples === null && !isFirst) options.onMissed(snapshot.patient);
    onRead(snapshot, newSamples ?? 1, isFirst);
  });
}

function followAll(
  options: FeedOptions,
  depth: { readonly depth: 'newest' } | typeof EVERY_SAMPLE,
  onSnapshot: FollowerOptions['onSnapshot'],
): Feed {
  let isDown = false;
  const follow = (patients: readonly PatientId[]) =>
    follower.follow(patients.map((patient): FollowedPatient => ({ patient, ...depth })));
  const follower = startFollower({
    store: options.store,
    nowMs: options.nowMs,
    onSnapshot,
    onBug: options.onBug,
    onLink(link) {
      if (link.state === 'down' && !isDown) options.onStoreChange(link.reason);
      if (link.state === 'answering' && isDown) options.onStoreChange(null);
      isDown = link.state === 'down';
    },
    ...(options.patients === null && { onPatients: follow }),
  });
  if (options.patients !== null) follow(options.patients);
  return follower;
}
