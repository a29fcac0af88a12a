import type { PatientId } from '../../src/core/patient.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import {
  type HeldLease,
  type Lease,
  type PatientWrite,
  StoreUnavailable,
  type StoreWriter,
  type TrimOutcome,
  type WriteOutcome,
} from '../../src/store/store.ts';
import type { StoredPair } from '../../src/store/stored-entry.ts';

/**
 * What happens to one write: it is answered; the store is down; it is carried out, wholly or by half, and the answer is
 * lost; it is refused for one patient; the servers of some patients are unreachable; or it is answered late.
 */
export type Fate =
  | 'answered'
  | 'down'
  | 'lost'
  | 'half'
  | { readonly refused: number; readonly reason?: string }
  | { readonly unreachableFor: readonly number[]; readonly isCarriedOut?: boolean }
  | { readonly lateMs: number };

/** A store in memory whose writes meet scripted fates, and after the script the fate `otherwise`. */
export class ScriptedStore implements StoreWriter {
  readonly memory: MemoryStore = new MemoryStore(Date.now);
  /** Whether everything but writes fails. */
  isDown = false;
  /** Patients whose server of a cluster is unreachable for everything but writes. */
  unreachableFor: readonly PatientId[] = [];
  readonly writes: (readonly PatientWrite[])[] = [];
  readonly fates: Fate[];
  /** The fate of writes after the script. */
  otherwise: Fate = 'answered';
  underWay = 0;
  #mayBeCarriedOut = false;
  readonly #carriedOutFor = new Set<PatientId>();
  #lease: Lease | undefined;

  constructor(...fates: Fate[]) {
    this.fates = fates;
  }

  async holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, HeldLease | null>> {
    if (this.isDown) throw new StoreUnavailable('connection refused');
    return this.memory.holders(patients.filter((patient) => !this.unreachableFor.includes(patient)));
  }

  async acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]> {
    if (this.isDown) throw new StoreUnavailable('connection refused');
    return this.memory.acquire(patients, lease);
  }

  release(patients: readonly PatientId[], holder: string): Promise<void> {
    return this.memory.release(patients, holder);
  }

  async write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]> {
    this.#lease = lease;
    if (++this.underWay > 1) throw new Error('two writes at once');
    this.writes.push(writes);
    try {
      return await this.#meet(writes, this.fates.shift() ?? this.otherwise);
    } finally {
      this.underWay--;
    }
  }

  async #meet(writes: readonly PatientWrite[], fate: Fate): Promise<readonly WriteOutcome[]> {
    const repeats = this.#mayBeCarriedOut;
    this.#mayBeCarriedOut = fate === 'lost' || fate === 'half' || (fate === 'down' && repeats);
    switch (fate) {
      case 'down':
        throw new StoreUnavailable('connection refused');
      case 'half':
        await this.memory.write(writes.slice(0, Math.ceil(writes.length / 2)), this.#lease);
        throw new StoreUnavailable('no answer in time');
      case 'lost':
        await this.memory.write(writes, this.#lease);
        throw new StoreUnavailable('no answer in time');
      case 'answered':
        return this.memory.write(writes, this.#lease);
    }
    if ('lateMs' in fate) {
      await new Promise((resolve) => setTimeout(resolve, fate.lateMs));
      return this.memory.write(writes, this.#lease);
    }
    if ('unreachableFor' in fate) {
      const isServed = ({ patient }: PatientWrite) => !fate.unreachableFor.includes(patient);
      const carriedOut = fate.isCarriedOut || repeats ? writes : writes.filter(isServed);
      for (const { patient } of carriedOut) this.#carriedOutFor.add(patient);
      const outcomes = await this.memory.write(carriedOut, this.#lease);
      return writes.map((write): WriteOutcome => {
        const unreachable = {
          kind: 'unreachable',
          patient: write.patient,
          reason: 'connection refused',
        } as const;
        const outcome = outcomes.find(({ patient }) => patient === write.patient);
        return (isServed(write) && outcome) || unreachable;
      });
    }
    // A repeated write that the store has carried out before is not refused.
    const { refused: patient, reason = 'wrong type' } = fate;
    if (repeats || this.#carriedOutFor.has(patient)) return this.memory.write(writes, this.#lease);
    const others = await this.memory.write(
      writes.filter((write) => write.patient !== patient),
      this.#lease,
    );
    return writes.map(
      (write): WriteOutcome =>
        others.find((outcome) => outcome.patient === write.patient) ?? { kind: 'refused', patient, reason },
    );
  }

  /** Returns when the samples in the lists of a patient were received, Unix seconds, in their order. */
  async readTimes(patient: number): Promise<{ samples: number[]; anomalies: number[] }> {
    const { samples } = await this.memory.read(patient, Number.MAX_SAFE_INTEGER);
    const anomalies = await this.memory.readAnomalies(patient, 0);
    return {
      samples: samples.map((sample) => sample.atSeconds),
      anomalies: anomalies.map((sample) => sample.atSeconds),
    };
  }

  trim(beforeSeconds: number, patients?: readonly PatientId[]): Promise<TrimOutcome> {
    return this.memory.trim(beforeSeconds, patients);
  }

  countStored(patient: PatientId, timestamps: readonly string[], withinSeconds: number): Promise<number> {
    return this.memory.countStored(patient, timestamps, withinSeconds);
  }

  async readNewest(patient: PatientId, count: number): Promise<readonly StoredPair[]> {
    if (this.isDown) throw new StoreUnavailable('connection refused');
    return this.memory.readNewest(patient, count);
  }

  nowSeconds(): Promise<number> {
    return this.memory.nowSeconds();
  }
}
