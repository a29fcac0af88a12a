import { basename } from 'node:path';
import { clockOffsetSeconds } from '../core/freshness.ts';
import type { Insole } from '../core/insole/insole.ts';
import { findInsoleAt } from '../core/insole/insole-timeline.ts';
import { type PatientId, withoutNames } from '../core/patient.ts';
import { type Moment, resolveMoment } from '../core/time/moment.ts';
import { WalkRecorder, type WalkSummary } from '../core/walk-summary/walk-recorder.ts';
import { UnreadableRow } from '../export/read-sample-rows.ts';
import type { ReportSubject } from '../report/report.ts';
import type { Store } from '../store/store.ts';
import { parseStoredEntry } from '../store/stored-entry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { findKeptWalk } from './find-kept-walk.ts';
import { nameInput } from './open-input.ts';
import { openRecording } from './open-recording.ts';

/** A walk that was read: its numbers, and what it is of. */
export interface ReadWalk {
  readonly summary: WalkSummary;
  readonly subject: ReportSubject;
}

/** From when to when; null for no limit. */
export interface WalkSpan {
  readonly since: Moment | null;
  readonly until: Moment | null;
}

/** The span of a report of which nothing else is said. */
const LAST_FIVE_MINUTES: Moment = { kind: 'ago', ms: 300_000 };

/**
 * Reads a walk of a file that export or --record wrote: of the wanted patient, else of the first one in it.
 *
 * @param chooseInsole what a patient wears, since a file does not say it
 * @throws CommandFailure when the file cannot be read or has no such sample
 */
export async function readFileWalk(
  path: string,
  wanted: PatientId | null,
  { since, until }: WalkSpan,
  chooseInsole: (patient: PatientId) => Insole,
): Promise<ReadWalk> {
  const name = nameInput(path);
  const [sinceSeconds, untilSeconds] = [since, until].map((moment) => {
    if (moment === null) return null;
    if (moment.kind === 'at') return moment.atSeconds;
    throw new CommandFailure(
      EXIT.wrongUsage,
      `${name}: a file has no now: --since and --until must be ISO times`,
    );
  });
  let recorder: WalkRecorder | null = null;
  let worn: Insole | null = null;
  let others = 0;
  try {
    const rows = openRecording(path, { patient: wanted, insoleOf: chooseInsole, maxKeptBytes: 0 });
    for await (const { patient, sample, insole } of rows.open()) {
      const { atSeconds } = sample;
      if (atSeconds < (sinceSeconds ?? atSeconds) || atSeconds > (untilSeconds ?? atSeconds)) continue;
      worn ??= insole;
      recorder ??= new WalkRecorder(patient, insole);
      if (insole === worn) recorder.take(sample);
      else others += 1;
    }
  } catch (error) {
    if (error instanceof UnreadableRow) throw new CommandFailure(EXIT.failed, error.message);
    throw error;
  }
  warnOfOthers(others);
  if (recorder === null) {
    const whose = wanted === null ? '' : ` of patient ${wanted}`;
    throw new CommandFailure(
      EXIT.failed,
      `${name}: has no sample${whose}${since || until ? ' in that time' : ''}`,
    );
  }
  return {
    summary: recorder.finish(),
    subject: { profile: null, source: `file ${basename(name)}`, note: null, marks: [] },
  };
}

/**
 * Reads a walk of the retained samples.
 *
 * @throws CommandFailure when there is no sample in that time
 */
export async function readStoredWalk(store: Store, patient: PatientId, span: WalkSpan): Promise<ReadWalk> {
  const { nowSeconds, health, profile } = await store.read(patient, 0);
  // A time ago is one of the samples, whose clock is the cacher's.
  const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
  const sinceSeconds = resolveMoment(span.since ?? LAST_FIVE_MINUTES, nowOfSamples);
  const untilSeconds =
    span.until === null ? Number.POSITIVE_INFINITY : resolveMoment(span.until, nowOfSamples);
  if (untilSeconds < sinceSeconds)
    throw new CommandFailure(EXIT.wrongUsage, '--until is before --since: there is nothing between them');
  const timeline = await store.readInsoles(patient);
  const insole = findInsoleAt(timeline, Math.min(untilSeconds, nowOfSamples));
  const recorder = new WalkRecorder(patient, insole);
  let taken = 0;
  let others = 0;
  for await (const page of store.samplePages(patient, 'samples', sinceSeconds)) {
    for (const sample of page) {
      const { atSeconds } = sample;
      if (atSeconds < sinceSeconds || atSeconds > untilSeconds) continue;
      // What another insole read cannot be told in the readings of this one.
      if (findInsoleAt(timeline, atSeconds) !== insole) {
        others += 1;
        continue;
      }
      recorder.take(sample);
      taken += 1;
    }
  }
  warnOfOthers(others);
  if (taken === 0)
    throw new CommandFailure(EXIT.failed, `patient ${patient}: the store has no sample of that time`);
  return {
    summary: recorder.finish(),
    subject: { profile, source: 'retained samples', note: null, marks: [] },
  };
}

/**
 * Reads a kept walk.
 *
 * @throws CommandFailure when there is none with that id, or it has no sample
 */
export async function readKeptWalk(
  store: Store,
  id: string,
  patients: readonly PatientId[] | null,
): Promise<ReadWalk> {
  const walk = await findKeptWalk(store, id, patients);
  const insole = await store.keptInsole(walk);
  const recorder = new WalkRecorder(walk.patient, insole);
  let taken = 0;
  for await (const page of store.keptPages(walk.patient, id)) {
    for (const pair of page) {
      const entry = parseStoredEntry(pair, { current: insole, before: [] });
      if (entry.kind !== 'sample') continue;
      recorder.take(entry.sample);
      taken += 1;
    }
  }
  if (taken === 0)
    throw new CommandFailure(
      EXIT.failed,
      `the kept walk ${id} of patient ${walk.patient} has no sample that can be read`,
    );
  const { profile, note, marks } = walk;
  return { summary: recorder.finish(), subject: { profile, source: `kept walk ${id}`, note, marks } };
}

/** What a report is of, without what tells who somebody is. */
export function hideNames(subject: ReportSubject): ReportSubject {
  return {
    // People name files after people.
    source: subject.source.startsWith('file ') ? 'a file' : subject.source,
    profile: subject.profile && withoutNames({ profile: subject.profile }).profile,
    note: null,
    marks: subject.marks.map((mark) => ({ ...mark, word: '' })),
  };
}

function warnOfOthers(samples: number): void {
  if (samples > 0)
    process.stderr.write(`footwatch: ${samples} samples are of another insole and were left out\n`);
}
