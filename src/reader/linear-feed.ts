import { type PatientId, withoutNames } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { makeSnapshot } from '../core/snapshot.ts';
import type { StoreReader } from '../store/store.ts';
import { feedLine } from './feed-line.ts';
import { type Followed, type Follower, type FollowerOptions, startFollower } from './follower.ts';
import { figuresLength } from './patient-facts.ts';
import { type PatientFeed, type StoreLink, storeNowSeconds } from './patient-snapshot.ts';

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
const EVERY_SAMPLE = { newest: figuresLength(null), enough: figuresLength, everySample: true };

/** Prints a line a second and patient. */
export function startLinearFeed(options: FeedOptions & { zoneOffsetMinutes: () => number }): Follower {
  const feeds = new Map<PatientId, PatientFeed>();
  const printed = new Set<PatientId>();
  const printLine = (feed: PatientFeed) => {
    printed.add(feed.patient);
    options.print(feedLine(shownOf(feed, options), options.nowMs(), options.zoneOffsetMinutes()));
  };
  const follower = followAll(options, { newest: 1 }, (feed) => {
    feeds.set(feed.patient, feed);
    // The first line comes at once; from then on the clock gives the beat.
    if (!printed.has(feed.patient)) printLine(feed);
  });
  const beat = setInterval(() => {
    for (const feed of feeds.values()) printLine(feed);
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
  return followAll(options, EVERY_SAMPLE, (feed, fresh) => {
    const newest = feed.samples.length - 1;
    if (fresh === null && begun.has(feed.patient)) options.onMissed(feed.patient);
    begun.add(feed.patient);
    // What came before the first look is history.
    for (let index = Math.max(0, newest + 1 - (fresh ?? 1)); index <= newest; index++) {
      const facts = {
        ...shownOf(feed, options),
        nowSeconds: storeNowSeconds(feed, options.nowMs()),
        samples: feed.samples.slice(0, index + 1),
      };
      options.print(JSON.stringify(makeSnapshot(facts)));
    }
  });
}

function shownOf(feed: PatientFeed, { isPrivate = false }: FeedOptions): PatientFeed {
  return isPrivate ? withoutNames(feed) : feed;
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
  onFeed: FollowerOptions['onFeed'],
): Follower {
  let isDown = false;
  const follow = (patients: readonly PatientId[]) =>
    follower.follow(patients.map((patient) => ({ patient, ...needs })));
  const follower = startFollower({
    store: options.store,
    nowMs: options.nowMs,
    onFeed,
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
