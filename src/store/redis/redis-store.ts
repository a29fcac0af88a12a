import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import type { Sample } from '../../core/sample.ts';
import { type KeyPart, KeySchema, type KeyStyle } from '../keys.ts';
import { readAround } from '../read-around.ts';
import { type ReadRange, readPages } from '../read-pages.ts';
import {
  type Lease,
  type PatientSummary,
  type PatientWrite,
  type Store,
  type StoredList,
  StoreUnavailable,
  type Subscription,
  type TrimOutcome,
  type WriteOutcome,
} from '../store.ts';
import type { StoredPair } from '../stored-entry.ts';
import { appendArguments } from './append-arguments.ts';
import { askEach, askTogether, type Reply } from './batch.ts';
import { RedisCluster } from './cluster/cluster.ts';
import { ClusterWakeups } from './cluster/wakeups.ts';
import { type LinkState, RedisConnection, type RedisConnectionOptions } from './connection.ts';
import { asSeconds, LIST_PARTS, readAnomalies, readEntries, readPatient } from './reader.ts';
import { defineScripts } from './scripts.ts';
import { readSummaries } from './summary.ts';
import type { RedisAddress, RedisEndpoint, RedisSentinels, RedisTarget } from './target.ts';
import { createSingleServer, type RedisServers } from './topology.ts';
import { RedisWakeups } from './wakeups.ts';

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
/** Of lua/append.lua. */
const NOT_HOLDER = -1;
const SCAN_COUNT = 1000;
const TRIMS_A_BATCH = 200;
/** Patients in one command: some milliseconds in which Redis serves nobody else would be too long. */
const PATIENTS_TOGETHER = 50;
/** Servers of a cluster have a clock each: the one that holds this patient tells the time. */
const CLOCK_PATIENT = 0;

/** The store in Redis: on one server, or on a cluster. It connects by itself, and again after every loss. */
export class RedisStore implements Store {
  readonly #keys: KeySchema;
  readonly #together: number;
  readonly #servers: RedisServers;
  readonly #wakeups: Pick<RedisWakeups, 'wakeOn' | 'close'>;

  constructor({
    target,
    keyStyle = 'auto',
    commandTimeoutMs = COMMAND_TIMEOUT_MS,
    onStateChange,
  }: RedisStoreOptions) {
    const isCluster = 'kind' in target && target.kind === 'cluster';
    const keys = new KeySchema(keyStyle === 'auto' ? (isCluster ? 'braced' : 'plain') : keyStyle);
    this.#keys = keys;
    // In braces each patient has a slot of a cluster of its own, and one command may touch one slot only.
    this.#together = keys.style === 'plain' ? PATIENTS_TOGETHER : 1;
    const connect = (
      server: ConstructorParameters<typeof RedisConnection>[0],
      options: Omit<RedisConnectionOptions, 'commandTimeoutMs'> = {},
    ) => {
      const connection = new RedisConnection(server, { ...options, commandTimeoutMs });
      defineScripts(connection.client);
      return connection;
    };
    const onChange = onStateChange === undefined ? {} : { onStateChange };
    if ('kind' in target && target.kind === 'cluster') {
      const { nodes, access } = target;
      const endpoint = (address: RedisAddress) => ({ ...access, ...address });
      const cluster = new RedisCluster({
        keys,
        nodes,
        connect: (address, onNodeChange) => connect(endpoint(address), { onStateChange: onNodeChange }),
        ...onChange,
      });
      this.#servers = cluster;
      this.#wakeups = new ClusterWakeups(
        cluster,
        (address) => new RedisWakeups(keys, (onUp) => connect(endpoint(address), { onUp })),
      );
      return;
    }
    const server = 'kind' in target ? serverOf(target) : target;
    this.#servers = createSingleServer(connect(server, onChange));
    this.#wakeups = new RedisWakeups(keys, (onUp) =>
      connect('kind' in target ? serverOf(target) : target.duplicate(), { onUp }),
    );
  }

  async write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]> {
    const answers = await askTogether(this.#servers, writes, {
      add: (pipeline, asked) => pipeline.appendToPatients(...appendArguments(this.#keys, asked, lease)),
      together: this.#together,
    });
    return writes.map(({ patient }, index) => outcomeOf(patient, answers[index]));
  }

  async holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, string | null>> {
    // Of a key of a wrong type MGET says that it is none.
    const items = patients.map((patient) => ({ patient }));
    const answers = await askTogether(this.#servers, items, {
      add: (pipeline, asked) => pipeline.mget(asked.map(({ patient }) => this.#keys.key(patient, 'lease'))),
      together: this.#together,
    });
    return new Map(
      patients.flatMap((patient, index): [PatientId, string | null][] => {
        const answer = answers[index];
        return answer instanceof StoreUnavailable ? [] : [[patient, answer ? String(answer) : null]];
      }),
    );
  }

  async acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]> {
    // A question that waits in a Redis that hangs is answered when the leases of all have run out: it must take nothing.
    // So only what a look has just found free is taken.
    const holders = await this.holders(patients);
    const free = patients.filter((patient) => {
      const holder = holders.get(patient);
      return holder === null || holder === lease.holder;
    });
    // A write of nothing. What is refused for another reason is nobody else's.
    const outcomes = await this.write(
      free.map((patient) => ({ patient, entries: [] })),
      lease,
    );
    return outcomes.flatMap(({ kind, patient }) =>
      kind === 'not-holder' || kind === 'unreachable' ? [] : [patient],
    );
  }

  async release(patients: readonly PatientId[], holder: string): Promise<void> {
    const items = patients.map((patient) => ({ patient }));
    await askEach(this.#servers, items, (pipeline, { patient }) =>
      pipeline.releaseLease(this.#keys.key(patient, 'lease'), holder),
    );
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
    const [answer] = await askEach(this.#servers, [{ patient }], (pipeline) =>
      pipeline.appendAt(...keys, String(afterEntries), ...data, ...timestamps),
    );
    if (answer instanceof StoreUnavailable) throw answer;
    return outcomeOf(patient, answer);
  }

  /** A server of a cluster that is away is cleaned up when it is back. */
  async trim(beforeSeconds: number, patients?: readonly PatientId[]): Promise<TrimOutcome> {
    const before = beforeSeconds.toFixed(3);
    if (patients !== undefined) return this.#trimPatients(patients, before);
    const servers = await this.#servers.all();
    const outcomes = await Promise.all(
      servers.map((server) =>
        this.#trimServer(server, before).catch((error: unknown) => {
          if (error instanceof StoreUnavailable) return error;
          throw error;
        }),
      ),
    );
    const done = outcomes.flatMap((outcome) => (outcome instanceof StoreUnavailable ? [] : [outcome]));
    if (done.length === 0 && outcomes[0] instanceof StoreUnavailable) throw outcomes[0];
    return {
      trimmed: done.reduce((sum, { trimmed }) => sum + trimmed, 0),
      refused: done.flatMap(({ refused }) => refused),
    };
  }

  async #trimServer(server: RedisConnection, before: string): Promise<TrimOutcome> {
    return this.#trimPatients(await this.#scan(server, ['timestamp']), before);
  }

  async #trimPatients(patients: readonly PatientId[], before: string): Promise<TrimOutcome> {
    const refused: { patient: PatientId; reason: string }[] = [];
    let trimmed = 0;
    for (let from = 0; from < patients.length; from += TRIMS_A_BATCH) {
      const batch = patients.slice(from, from + TRIMS_A_BATCH).map((patient) => ({ patient }));
      const answers = await askEach(this.#servers, batch, (pipeline, { patient }) =>
        pipeline.trimPatient(
          this.#keys.key(patient, 'data'),
          this.#keys.key(patient, 'timestamp'),
          this.#keys.key(patient, 'health'),
          before,
        ),
      );
      for (const [index, { patient }] of batch.entries()) {
        const answer = answers[index];
        if (typeof answer === 'number') trimmed += answer;
        else if (!(answer instanceof StoreUnavailable)) refused.push({ patient, reason: String(answer) });
      }
    }
    return { trimmed, refused };
  }

  async nowSeconds(): Promise<number> {
    return this.#servers.runFor(CLOCK_PATIENT, async (client) => asSeconds(await client.time()));
  }

  async patients(): Promise<readonly PatientId[]> {
    return this.#findPatients(['data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health']);
  }

  async read(patient: PatientId, newest: number): Promise<PatientSnapshot> {
    return this.#servers.runFor(patient, (client) => readPatient(client, this.#keys, patient, newest));
  }

  async readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]> {
    return this.#servers.runFor(patient, (client) =>
      readAnomalies(client, this.#keys, patient, sinceSeconds),
    );
  }

  async readAround(
    patient: PatientId,
    list: StoredList,
    atSeconds: number,
    counts: { readonly before: number; readonly from: number },
  ): Promise<readonly Sample[]> {
    return readAround(this.#rangesOf(patient, list), atSeconds, counts);
  }

  async readSummaries(patients: readonly PatientId[]): Promise<readonly PatientSummary[]> {
    return readSummaries(this.#servers, this.#keys, patients);
  }

  pages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    return readPages(this.#rangesOf(patient, list), sinceSeconds);
  }

  #rangesOf(patient: PatientId, list: StoredList): ReadRange {
    return (start, stop) =>
      this.#servers.runFor(patient, (client) => readEntries(client, this.#keys, patient, list, start, stop));
  }

  async erase(patient: PatientId): Promise<number> {
    const keys = this.#keys.keys(patient);
    return this.#servers.runFor(patient, (client) => client.unlink(...keys));
  }

  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    return this.#wakeups.wakeOn(patients, wake);
  }

  async close(): Promise<void> {
    this.#wakeups.close();
    this.#servers.close();
  }

  async #findPatients(parts: readonly KeyPart[]): Promise<PatientId[]> {
    const servers = await this.#servers.all();
    const found = await Promise.all(servers.map((server) => this.#scan(server, parts)));
    return [...new Set(found.flat())].sort((a, b) => a - b);
  }

  async #scan(server: RedisConnection, parts: readonly KeyPart[]): Promise<PatientId[]> {
    const [onlyPart] = parts;
    const pattern = this.#keys.pattern(parts.length === 1 && onlyPart !== undefined ? onlyPart : '*');
    const patients = new Set<PatientId>();
    let cursor = '0';
    do {
      const position = cursor;
      const [next, keys] = await server.run((client) =>
        client.scan(position, 'MATCH', pattern, 'COUNT', SCAN_COUNT),
      );
      for (const key of keys) {
        const parsed = this.#keys.parse(key);
        if (parsed !== null && parts.includes(parsed.part)) patients.add(parsed.patient);
      }
      cursor = next;
    } while (cursor !== '0');
    return [...patients];
  }
}

function outcomeOf(patient: PatientId, answer: Reply | undefined): WriteOutcome {
  if (answer === NOT_HOLDER) return { kind: 'not-holder', patient };
  if (answer instanceof StoreUnavailable) return { kind: 'unreachable', patient, reason: answer.message };
  return typeof answer === 'number'
    ? { kind: 'stored', patient, entries: answer }
    : { kind: 'refused', patient, reason: String(answer) };
}

function serverOf(target: Exclude<RedisTarget, { kind: 'cluster' }>): RedisEndpoint | RedisSentinels {
  return target.kind === 'standalone' ? target.endpoint : target.sentinels;
}
