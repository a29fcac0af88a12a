import type { ChainableCommander, Redis } from 'ioredis';
import type { PatientId } from '../core/patient.ts';
import type { RedisTarget } from '../core/redis-target.ts';
import type { Sample } from '../core/sample.ts';
import { type KeyPart, KeySchema, type KeyStyle } from './keys.ts';
import { readPages } from './read-pages.ts';
import { appendArguments } from './redis-append.ts';
import { type LinkState, RedisConnection } from './redis-connection.ts';
import { describeRedisError } from './redis-failure.ts';
import { asSeconds, LIST_PARTS, readAnomalies, readEntries, readPatient } from './redis-reader.ts';
import { defineScripts } from './redis-scripts.ts';
import { RedisWakeups } from './redis-wakeups.ts';
import type {
  PatientReading,
  PatientWrite,
  Store,
  StoredList,
  Subscription,
  TrimOutcome,
  WriteOutcome,
} from './store.ts';
import type { StoredPair } from './stored-entry.ts';

export interface RedisStoreOptions {
  /** Of parseRedisTarget; or a client that a test made. */
  readonly target: RedisTarget | Redis;
  /** `auto`, the default: braced on a cluster only. */
  readonly keyStyle?: KeyStyle | 'auto';
  /** How long an answer may take until the link counts as lost. */
  readonly commandTimeoutMs?: number;
  /** Called when the link is lost or back, with why, in words that are safe to log. Not called for close(). */
  readonly onStateChange?: (state: LinkState, reason: string) => void;
}

const COMMAND_TIMEOUT_MS = 1000;
const SCAN_COUNT = 1000;
const TRIMS_A_BATCH = 200;

/** The store in Redis. It connects by itself, and again after every loss. */
export class RedisStore implements Store {
  readonly #keys: KeySchema;
  readonly #connection: RedisConnection;
  readonly #wakeups: RedisWakeups;

  constructor({
    target,
    keyStyle = 'auto',
    commandTimeoutMs = COMMAND_TIMEOUT_MS,
    onStateChange,
  }: RedisStoreOptions) {
    this.#keys = new KeySchema(keyStyle === 'auto' ? 'plain' : keyStyle);
    const server = 'kind' in target ? target.endpoint : target;
    this.#connection = new RedisConnection(server, {
      commandTimeoutMs,
      ...(onStateChange === undefined ? {} : { onStateChange }),
    });
    defineScripts(this.#connection.client);
    this.#wakeups = new RedisWakeups(this.#keys, (onUp) => {
      const second = 'kind' in target ? target.endpoint : target.duplicate();
      return new RedisConnection(second, { commandTimeoutMs, onUp });
    });
  }

  async write(writes: readonly PatientWrite[]): Promise<readonly WriteOutcome[]> {
    const answers = await this.#runScripts(writes, (pipeline, write) =>
      pipeline.appendToPatient(...appendArguments(this.#keys, write)),
    );
    return writes.map(({ patient }, index) => outcomeOf(patient, answers[index]));
  }

  async append(
    patient: PatientId,
    list: StoredList,
    afterEntries: number,
    pairs: readonly StoredPair[],
  ): Promise<WriteOutcome> {
    const keys = LIST_PARTS[list].map((part) => this.#keys.key(patient, part));
    const data = pairs.map(([sensorsJson]) => sensorsJson);
    const timestamps = pairs.map(([, timestamp]) => timestamp);
    const [answer] = await this.#runScripts([patient], (pipeline) =>
      pipeline.appendAt(...keys, String(afterEntries), ...data, ...timestamps),
    );
    return outcomeOf(patient, answer);
  }

  async trim(beforeSeconds: number): Promise<TrimOutcome> {
    const patients = await this.#findPatients(['timestamp']);
    const before = beforeSeconds.toFixed(3);
    const refused: { patient: PatientId; reason: string }[] = [];
    let trimmed = 0;
    for (let from = 0; from < patients.length; from += TRIMS_A_BATCH) {
      const batch = patients.slice(from, from + TRIMS_A_BATCH);
      const answers = await this.#runScripts(batch, (pipeline, patient) =>
        pipeline.trimPatient(
          this.#keys.key(patient, 'data'),
          this.#keys.key(patient, 'timestamp'),
          this.#keys.key(patient, 'health'),
          before,
        ),
      );
      for (const [index, patient] of batch.entries()) {
        const answer = answers[index];
        if (typeof answer === 'number') trimmed += answer;
        else refused.push({ patient, reason: String(answer) });
      }
    }
    return { trimmed, refused };
  }

  async nowSeconds(): Promise<number> {
    return asSeconds(await this.#connection.run((client) => client.time()));
  }

  async patients(): Promise<readonly PatientId[]> {
    return this.#findPatients(['data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health']);
  }

  async read(patient: PatientId, newest: number): Promise<PatientReading> {
    return this.#connection.run((client) => readPatient(client, this.#keys, patient, newest));
  }

  async readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]> {
    return this.#connection.run((client) => readAnomalies(client, this.#keys, patient, sinceSeconds));
  }

  pages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    const read = (start: number, stop: number) =>
      this.#connection.run((client) => readEntries(client, this.#keys, patient, list, start, stop));
    return readPages(read, sinceSeconds);
  }

  async erase(patient: PatientId): Promise<number> {
    const keys = this.#keys.keys(patient);
    return this.#connection.run((client) => client.unlink(...keys));
  }

  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    return this.#wakeups.wakeOn(patients, wake);
  }

  async close(): Promise<void> {
    this.#wakeups.close();
    this.#connection.close();
  }

  /** Runs one script for each item, all in one round trip: a number, or why this one was refused. */
  async #runScripts<Item>(
    items: readonly Item[],
    add: (pipeline: ChainableCommander, item: Item) => void,
  ): Promise<readonly (number | string)[]> {
    return this.#connection.run(async (client) => {
      const pipeline = client.pipeline();
      for (const item of items) add(pipeline, item);
      const results = (await pipeline.exec()) ?? [];
      return results.map(([error, answer]) => {
        if (error === null || error === undefined)
          return typeof answer === 'number' ? answer : String(answer);
        // What only this script stumbled over is this patient's; all else is the server's.
        if (describeRedisError(error) !== 'unexpected answer') throw error;
        return 'unexpected answer';
      });
    });
  }

  async #findPatients(parts: readonly KeyPart[]): Promise<PatientId[]> {
    const [onlyPart] = parts;
    const pattern = this.#keys.pattern(parts.length === 1 && onlyPart !== undefined ? onlyPart : '*');
    const patients = new Set<PatientId>();
    let cursor = '0';
    do {
      const position = cursor;
      const [next, keys] = await this.#connection.run((client) =>
        client.scan(position, 'MATCH', pattern, 'COUNT', SCAN_COUNT),
      );
      for (const key of keys) {
        const parsed = this.#keys.parse(key);
        if (parsed !== null && parts.includes(parsed.part)) patients.add(parsed.patient);
      }
      cursor = next;
    } while (cursor !== '0');
    return [...patients].sort((a, b) => a - b);
  }
}

function outcomeOf(patient: PatientId, answer: number | string | undefined): WriteOutcome {
  return typeof answer === 'number'
    ? { kind: 'stored', patient, entries: answer }
    : { kind: 'refused', patient, reason: String(answer) };
}
