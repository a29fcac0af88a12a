import type { ChainableCommander, Redis } from 'ioredis';
import type { Insole } from '../../core/insole/insole.ts';
import type { InsoleTimeline } from '../../core/insole/insole-timeline.ts';
import type { KeptWalk } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import type { Sample } from '../../core/sample.ts';
import { StoredInsoles } from '../insole-record.ts';
import type { KeepOutcome, WalkList, WalkToKeep } from '../kept-walks.ts';
import { KeySchema, type KeyStyleSetting, LIST_PARTS, resolveKeyStyle } from '../keys.ts';
import { readAround } from '../read-around.ts';
import { type ReadRange, readRawPages, readSamplePages } from '../read-pages.ts';
import {
  type HeldLease,
  type Lease,
  type PatientSummary,
  type PatientWrite,
  type ReadRequest,
  type Store,
  type StoredList,
  StoreUnavailable,
  type Subscription,
  type TrimOutcome,
  type WriteOutcome,
} from '../store.ts';
import type { StoredPair } from '../stored-entry.ts';
import { AppendArguments } from './append-arguments.ts';
import { executeBatch, executeEach, type Reply } from './batch.ts';
import { type ConnectedServers, connectServers } from './connect-servers.ts';
import type { ConnectionState, RedisConnection } from './connection.ts';
import { eraseKeys } from './erasure/erase-keys.ts';
import { InsoleWriter, readInsole } from './insole-keys.ts';
import { keepWalk, readKeptPages, readWalks, removeWalk } from './kept-walks.ts';
import { readEach } from './read-each.ts';
import { readHolders } from './read-holders.ts';
import { readNewest } from './read-newest.ts';
import { readAnomalies, readEntries, readPatient, readTimeline } from './reader.ts';
import type { RedisServers } from './redis-servers.ts';
import { readSeconds } from './reply-values.ts';
import { scanKeptPatients, scanPatients } from './scan-patients.ts';
import { addAppend } from './scripts.ts';
import { type KnownSummaries, readSummaries } from './summaries.ts';
import type { RedisTarget } from './target.ts';
import { trimAllPatients, trimPatients } from './trim-patients.ts';

/** How a RedisStore connects. */
export interface RedisStoreOptions {
  /** What parseRedisTarget read from a URL; or a client that a test made. */
  readonly target: RedisTarget | Redis;
  /** How keys are spelled (default: `auto`, which is `braced` on a cluster and `plain` elsewhere). */
  readonly keyStyle?: KeyStyleSetting;
  /** What stands before every key and channel (default: nothing). */
  readonly keyPrefix?: string;
  /** How long a reply may take until the connection counts as lost, milliseconds (default: 1000). */
  readonly commandTimeoutMs?: number;
  /** Called when the connection is lost or restored, with the reason, which is safe to log. Not called for close(). */
  readonly onStateChange?: (state: ConnectionState, reason: string) => void;
}

const COMMAND_TIMEOUT_MS = 1000;
/** What lua/append.lua returns when another holder has the lease. */
const NOT_HOLDER = -1;
/** Redis serves nobody else during one command: more patients in one would make others wait for milliseconds. */
const MAX_PATIENTS_PER_COMMAND = 50;
/** The servers of a cluster have a clock each: the one that holds this patient tells the time. */
const CLOCK_PATIENT = 0;

/** A store in Redis: on one server, or on a cluster. It connects by itself, and reconnects after every loss. */
export class RedisStore implements Store {
  readonly #keys: KeySchema;
  readonly #maxItems: number;
  readonly #servers: RedisServers;
  readonly #wakeups: ConnectedServers['wakeups'];
  readonly #insoles: StoredInsoles;
  readonly #insoleWriter: InsoleWriter;

  constructor({
    target,
    keyStyle = 'auto',
    keyPrefix = '',
    commandTimeoutMs = COMMAND_TIMEOUT_MS,
    onStateChange,
  }: RedisStoreOptions) {
    const isCluster = 'kind' in target && target.kind === 'cluster';
    this.#keys = new KeySchema(resolveKeyStyle(keyStyle, isCluster), keyPrefix);
    // Braces give each patient a slot of its own, and one command may touch one slot only.
    this.#maxItems = this.#keys.style === 'plain' ? MAX_PATIENTS_PER_COMMAND : 1;
    const { servers, wakeups } = connectServers(target, this.#keys, {
      commandTimeoutMs,
      ...(onStateChange !== undefined && { onStateChange }),
    });
    this.#servers = servers;
    this.#wakeups = wakeups;
    this.#insoles = new StoredInsoles((reference) => readInsole(servers, this.#keys, reference));
    this.#insoleWriter = new InsoleWriter(servers, this.#keys);
  }

  async write(writes: readonly PatientWrite[], lease?: Lease): Promise<readonly WriteOutcome[]> {
    await this.#insoleWriter.write(writes);
    const add = (isKnown: boolean) => (pipeline: ChainableCommander, batch: readonly PatientWrite[]) =>
      addAppend(pipeline, new AppendArguments(this.#keys, batch, lease), isKnown);
    const replies = await executeBatch(this.#servers, writes, {
      add: add(true),
      addWithScript: add(false),
      maxItems: this.#maxItems,
    });
    return writes.map(({ patient }, index) => toOutcome(patient, replies[index]));
  }

  async holders(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, HeldLease | null>> {
    return readHolders(this.#servers, this.#keys, patients);
  }

  async acquire(patients: readonly PatientId[], lease: Lease): Promise<readonly PatientId[]> {
    // A command sent to a Redis that hangs is executed when it resumes, when all leases have expired: it would take
    // every patient. So only leases that a reply has just shown to be free are taken.
    const holders = await this.holders(patients);
    const free = patients.filter((patient) => {
      const holder = holders.get(patient);
      return holder === null || holder?.holder === lease.holder;
    });
    // An empty write takes the lease. A write that is refused for another reason has taken it as well.
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
    await executeEach(this.#servers, items, (pipeline, { patient }) =>
      pipeline.releaseLease(this.#keys.key(patient, 'lease'), holder),
    );
  }

  async countStored(
    patient: PatientId,
    timestamps: readonly string[],
    withinSeconds: number,
  ): Promise<number> {
    const key = this.#keys.key(patient, 'timestamp');
    const [reply] = await executeEach(this.#servers, [{ patient }], (pipeline) =>
      pipeline.countStored(key, String(withinSeconds), ...timestamps),
    );
    if (reply instanceof StoreUnavailable) throw reply;
    return typeof reply === 'number' ? reply : 0;
  }

  async readNewest(patient: PatientId, count: number): Promise<readonly StoredPair[]> {
    return this.#servers.runFor(patient, (client) => readNewest(client, this.#keys, patient, count));
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
    const [reply] = await executeEach(this.#servers, [{ patient }], (pipeline) =>
      pipeline.appendAt(...keys, String(afterEntries), ...data, ...timestamps),
    );
    if (reply instanceof StoreUnavailable) throw reply;
    return toOutcome(patient, reply);
  }

  async trim(beforeSeconds: number, patients?: readonly PatientId[]): Promise<TrimOutcome> {
    return patients === undefined
      ? trimAllPatients(this.#servers, this.#keys, beforeSeconds)
      : trimPatients(this.#servers, this.#keys, patients, beforeSeconds);
  }

  async nowSeconds(): Promise<number> {
    return this.#servers.runFor(CLOCK_PATIENT, async (client) => readSeconds(await client.time()));
  }

  async patients(): Promise<readonly PatientId[]> {
    const parts = ['data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health'] as const;
    return this.#scanServers((server) => scanPatients(server, this.#keys, parts));
  }

  async keep(walk: WalkToKeep, maxBytes: number): Promise<KeepOutcome> {
    return keepWalk(this.#servers, this.#keys, walk, maxBytes);
  }

  async keptPatients(): Promise<readonly PatientId[]> {
    return this.#scanServers((server) => scanKeptPatients(server, this.#keys));
  }

  async kept(patient: PatientId): Promise<WalkList> {
    return readWalks(this.#servers, this.#keys, patient);
  }

  async keptInsole({ insole }: KeptWalk): Promise<Insole> {
    return (await this.#insoles.resolve(insole === null ? {} : { insole })).current;
  }

  keptPages(patient: PatientId, id: string): AsyncIterable<readonly StoredPair[]> {
    return readKeptPages(this.#servers, this.#keys, patient, id);
  }

  async removeKept(patient: PatientId, id: string): Promise<boolean> {
    return removeWalk(this.#servers, this.#keys, patient, id);
  }

  async read(patient: PatientId, newest: number): Promise<PatientSnapshot> {
    return this.#servers.runFor(patient, (client) =>
      readPatient(client, { keys: this.#keys, insoles: this.#insoles }, { patient, newest }),
    );
  }

  async readEach(requests: readonly ReadRequest[]): Promise<readonly (PatientSnapshot | StoreUnavailable)[]> {
    return readEach(this.#servers, { keys: this.#keys, insoles: this.#insoles }, requests);
  }

  async readInsoles(patient: PatientId): Promise<InsoleTimeline> {
    return this.#servers.runFor(patient, (client) =>
      readTimeline(client, this.#keys, patient, this.#insoles),
    );
  }

  async writeInsoles(patient: PatientId, timeline: InsoleTimeline): Promise<void> {
    await this.#insoleWriter.writeTimeline(patient, timeline);
  }

  async readAnomalies(patient: PatientId, sinceSeconds: number): Promise<readonly Sample[]> {
    return this.#servers.runFor(patient, (client) =>
      readAnomalies(client, this.#keys, patient, sinceSeconds, this.#insoles),
    );
  }

  async readAround(
    patient: PatientId,
    list: StoredList,
    atSeconds: number,
    counts: { readonly before: number; readonly from: number },
  ): Promise<readonly Sample[]> {
    const timeline = await this.readInsoles(patient);
    return readAround(this.#makeReadRange(patient, list), atSeconds, counts, timeline);
  }

  async readSummaries(
    patients: readonly PatientId[],
    known: KnownSummaries = new Map(),
  ): Promise<readonly PatientSummary[]> {
    return readSummaries(this.#servers, this.#keys, patients, known);
  }

  samplePages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    return readSamplePages(this.#makeReadRange(patient, list), sinceSeconds, () => this.readInsoles(patient));
  }

  rawPages(patient: PatientId, list: StoredList, sinceSeconds: number) {
    return readRawPages(this.#makeReadRange(patient, list), sinceSeconds);
  }

  async erase(patient: PatientId): Promise<number> {
    return (await eraseKeys(this.#servers, this.#keys, [patient])).get(patient)?.keys ?? 0;
  }

  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    return this.#wakeups.wakeOn(patients, wake);
  }

  async close(): Promise<void> {
    this.#wakeups.close();
    this.#servers.close();
  }

  async #scanServers(scan: (server: RedisConnection) => Promise<PatientId[]>): Promise<readonly PatientId[]> {
    const found = await Promise.all((await this.#servers.all()).map(scan));
    return [...new Set(found.flat())].sort((a, b) => a - b);
  }

  #makeReadRange(patient: PatientId, list: StoredList): ReadRange {
    return (start, stop) =>
      this.#servers.runFor(patient, (client) => readEntries(client, this.#keys, patient, list, start, stop));
  }
}

function toOutcome(patient: PatientId, reply: Reply | undefined): WriteOutcome {
  if (reply === NOT_HOLDER) return { kind: 'not-holder', patient };
  if (reply instanceof StoreUnavailable) return { kind: 'unreachable', patient, reason: reply.message };
  return typeof reply === 'number'
    ? { kind: 'stored', patient, entries: reply }
    : { kind: 'refused', patient, reason: String(reply) };
}
