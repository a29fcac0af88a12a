import { type PatientId, withoutNames } from '../../core/patient.ts';
import { MAX_TRACED } from '../../core/ward-order.ts';
import type { FollowedPatient } from '../../reader/followed-patient.ts';
import { type Follower, startFollower } from '../../reader/follower.ts';
import { countFigureSamples } from '../../reader/read-snapshot.ts';
import type { StoreLink } from '../../reader/store-link.ts';
import { type TimedSnapshot, withDelay } from '../../reader/timed-snapshot.ts';
import type { StoreReader } from '../../store/store.ts';
import { countStrideSamples } from './count-stride-samples.ts';
import { isNews } from './is-news.ts';
import { type ChangedRows, SharedRows } from './shared-rows.ts';
import { SharedUpdates } from './shared-updates.ts';
import type { TimedSummary } from './timed-summary.ts';
import type { View } from './view.ts';
import { waitForWake } from './wait-for-wake.ts';

/** What the hub reads from. */
export interface LiveHubOptions {
  readonly store: StoreReader;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Null for all that the store holds. */
  readonly patients: readonly PatientId[] | null;
  /** Hides names. */
  readonly isPrivate: boolean;
  readonly onBug: (error: unknown) => void;
}

/** A view that is kept up to date until it is closed. */
export interface OpenView {
  close(): void;
}

/**
 * Reads once what all clients look at, and holds the newest state of it: never a queue. Clients that look at nothing cost nothing.
 */
export class LiveHub {
  readonly #follower: Follower;
  readonly #views = new Set<View>();
  readonly #snapshots = new Map<PatientId, TimedSnapshot>();
  readonly #summaries = new Map<PatientId, TimedSummary>();
  #patients: readonly PatientId[] | null;
  #link: StoreLink = { state: 'connecting' };
  readonly #updates = new Map<PatientId, SharedUpdates>();
  readonly #rows = new SharedRows(this);
  /** Who waits for a change, and how many there were: of the ward and of each patient apart. */
  readonly #waiting = new Map<PatientId | 'ward', Set<() => void>>();
  readonly #versions = new Map<PatientId | 'ward', number>();

  constructor(options: LiveHubOptions) {
    this.#patients = options.patients;
    this.#follower = startFollower({
      store: options.store,
      nowMs: options.nowMs,
      onBug: options.onBug,
      onLink: (link) => {
        const isOther = link.state !== this.#link.state;
        this.#link = link;
        if (isOther) this.#change();
      },
      onSnapshot: (read) => {
        const snapshot = options.isPrivate ? withoutNames(read) : read;
        const before = this.#snapshots.get(snapshot.patient);
        this.#snapshots.set(snapshot.patient, withDelay(snapshot, before));
        if (isNews(snapshot, before)) this.#change(snapshot.patient);
        // A row of the ward gets its first trace with this.
        if (before === undefined) this.#change('ward');
      },
      onSummaries: (summaries, readAtMs) => {
        for (const read of summaries) {
          const summary = options.isPrivate ? withoutNames(read) : read;
          this.#summaries.set(summary.patient, { ...summary, readAtMs });
        }
        this.#change('ward');
      },
      onPatients: (patients) => {
        if (options.patients === null) this.#patients = patients;
        this.#follow();
        this.#change('ward');
      },
    });
  }

  /** The patients there are, ascending; null before the store was read. */
  get patients(): readonly PatientId[] | null {
    return this.#patients;
  }

  /** Whether the store answers. */
  get link(): StoreLink {
    return this.#link;
  }

  /** The newest state of a patient whom somebody looks at. */
  snapshotOf(patient: PatientId): TimedSnapshot | null {
    return this.#snapshots.get(patient) ?? null;
  }

  /** The newest summary of a patient while somebody looks at the ward. */
  summaryOf(patient: PatientId): TimedSummary | null {
    return this.#summaries.get(patient) ?? null;
  }

  /** Whose traces a view of the ward has. */
  tracedBy({ traced }: Extract<View, { kind: 'ward' }>): readonly PatientId[] {
    return traced ?? this.#patients?.slice(0, MAX_TRACED) ?? [];
  }

  /** Starts to keep a view up to date. */
  open(view: View): OpenView {
    this.#views.add(view);
    this.#follow();
    return {
      close: () => {
        this.#views.delete(view);
        this.#follow();
      },
    };
  }

  /** The newest state of a patient as text, as it follows one that a client has; null before the patient was read. */
  updateOf(patient: PatientId, sent: TimedSnapshot | null): string | null {
    const snapshot = this.snapshotOf(patient);
    const updates = this.#updates.get(patient) ?? new SharedUpdates();
    this.#updates.set(patient, updates);
    return snapshot && updates.write(snapshot, sent);
  }

  /** The rows of the ward that changed since a version; 0 for all. */
  rowsSince(version: number): ChangedRows {
    return this.#rows.listSince(this.#patients ?? [], version);
  }

  /** Counts the changes of a view so far. */
  versionOf(view: View): number {
    return this.#versions.get(keyOf(view)) ?? 0;
  }

  /** Resolves when a view has changed since a version, after a time, or when the signal is aborted: whichever comes first. */
  async waitForChange(view: View, version: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.versionOf(view) !== version) return;
    const waiting = this.#waiting.get(keyOf(view)) ?? new Set();
    this.#waiting.set(keyOf(view), waiting);
    let wakeThis = () => {};
    await waitForWake(timeoutMs, signal, (wake) => {
      wakeThis = wake;
      waiting.add(wake);
    });
    waiting.delete(wakeThis);
  }

  /** Stops reading. */
  close(): void {
    this.#follower.close();
    this.#change();
  }

  #change(what?: PatientId | 'ward'): void {
    const changed =
      what === undefined ? new Set([...this.#waiting.keys(), ...this.#versions.keys()]) : [what];
    for (const key of changed) {
      this.#versions.set(key, (this.#versions.get(key) ?? 0) + 1);
      for (const wake of [...(this.#waiting.get(key) ?? [])]) wake();
    }
  }

  #follow(): void {
    const histories = new Set<PatientId>();
    const traces = new Set<PatientId>();
    let hasWard = false;
    for (const view of this.#views) {
      if (view.kind === 'patient') histories.add(view.patient);
      else {
        hasWard = true;
        for (const patient of this.tracedBy(view)) traces.add(patient);
      }
    }
    for (const patient of this.#snapshots.keys()) {
      if (!histories.has(patient) && !traces.has(patient)) this.#snapshots.delete(patient);
    }
    for (const patient of this.#versions.keys()) {
      if (patient === 'ward' || histories.has(patient)) continue;
      this.#versions.delete(patient);
      this.#updates.delete(patient);
      this.#waiting.delete(patient);
    }
    const followed: FollowedPatient[] = [
      ...[...histories].map(
        (patient): FollowedPatient => ({
          patient,
          depth: 'history',
          samples: countStrideSamples(null),
          countNeeded: countStrideSamples,
        }),
      ),
      ...[...traces]
        .filter((patient) => !histories.has(patient))
        .map(
          (patient): FollowedPatient => ({
            patient,
            depth: 'trace',
            samples: countFigureSamples({
              samples: [],
              health: this.#snapshots.get(patient)?.health ?? null,
            }),
          }),
        ),
    ];
    if (!hasWard) {
      this.#summaries.clear();
      this.#rows.clear();
    }
    this.#follower.follow(followed, hasWard ? (this.#patients ?? []) : []);
  }
}

function keyOf(view: View): PatientId | 'ward' {
  return view.kind === 'ward' ? 'ward' : view.patient;
}
