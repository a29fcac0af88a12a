/// <reference path="./cluster-key-slot.d.ts" />
import computeSlot from 'cluster-key-slot';
import type { Redis } from 'ioredis';
import type { PatientId } from '../../../core/patient.ts';
import type { KeySchema } from '../../keys.ts';
import { StoreUnavailable } from '../../store.ts';
import type { ConnectionState, RedisConnection } from '../connection.ts';
import { mayHaveMoved, type RedisFailure } from '../failure.ts';
import type { RedisServers } from '../redis-servers.ts';
import type { RedisAddress } from '../target.ts';
import { formatNodeName, parseNodeName } from './node-name.ts';
import { readSlotRanges, SLOT_COUNT, type SlotRange } from './slot-ranges.ts';

/** What a RedisCluster is made from. */
export interface RedisClusterOptions {
  readonly keys: KeySchema;
  /** Some of the nodes: the others are found from any that is reachable. */
  readonly nodes: readonly RedisAddress[];
  /** Opens a connection to one node; its state changes are reported back. */
  readonly connect: (
    address: RedisAddress,
    onStateChange: (state: ConnectionState, reason: string) => void,
  ) => RedisConnection;
  /** Called when the first master is lost, and when all are reachable again. */
  readonly onStateChange?: (state: ConnectionState, reason: string) => void;
}

/** Pause between two looks at the slot map while a master is down. */
const REFRESH_DELAY_MS = 250;
const CLUSTER_DOWN: RedisFailure = 'its cluster is down';

/**
 * The masters of a Redis Cluster, with a connection to each. It does not use ioredis's own cluster client, which resends
 * commands without a reply even after it told the caller that they failed: a sample could be stored twice.
 */
export class RedisCluster implements RedisServers {
  readonly #options: RedisClusterOptions;
  readonly #connections = new Map<string, RedisConnection>();
  readonly #moveCallbacks = new Set<() => void>();
  #ranges: readonly SlotRange[] = [];
  /** The name of the master of each slot. */
  #masterBySlot: readonly (string | undefined)[] = [];
  #refreshing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #announced: ConnectionState | null = null;
  #closed = false;

  /** Begins to connect at once. */
  constructor(options: RedisClusterOptions) {
    this.#options = options;
    // The first command reports the failure: it reads the map again.
    this.refresh().catch(() => {});
  }

  runFor<T>(patient: PatientId, operation: (client: Redis) => Promise<T>): Promise<T> {
    return this.runForKey(this.#keyOf(patient), operation);
  }

  async runForKey<T>(key: string, operation: (client: Redis) => Promise<T>): Promise<T> {
    const connection = await this.#connectionFor(key);
    try {
      return await connection.run(operation);
    } catch (error) {
      if (this.#closed || !(error instanceof StoreUnavailable) || !mayHaveMoved(error.message)) throw error;
    }
    await this.refresh().catch(() => {});
    return (await this.#connectionFor(key)).run(operation);
  }

  async all(): Promise<readonly RedisConnection[]> {
    await this.refresh();
    return this.#masterNames().map((name) => this.#connectTo(name));
  }

  async divide<Item extends { readonly patient: PatientId }>(
    items: readonly Item[],
  ): Promise<ReadonlyMap<RedisConnection, readonly Item[]>> {
    await this.#ensureMap();
    const groups = new Map<RedisConnection, Item[]>();
    for (const item of items) {
      const connection = this.#connectTo(this.#masterFor(this.#keyOf(item.patient)));
      const group = groups.get(connection);
      if (group) group.push(item);
      else groups.set(connection, [item]);
    }
    return groups;
  }

  /** Finds the address of each patient's master. Rejects with StoreUnavailable. */
  async findAddresses(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, RedisAddress>> {
    await this.#ensureMap();
    return new Map(
      patients.map((patient) => [patient, parseNodeName(this.#masterFor(this.#keyOf(patient)))]),
    );
  }

  /** How many slots have a master: all 16,384 in a complete cluster. */
  get coveredSlots(): number {
    return this.#ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  get isPartlyUp(): boolean {
    return [...this.#connections.values()].some(({ isUp }) => isUp);
  }

  /** Calls back whenever patients may have moved to other servers. */
  onMove(callback: () => void): void {
    this.#moveCallbacks.add(callback);
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#readMap().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  async #connectionFor(key: string): Promise<RedisConnection> {
    await this.#ensureMap();
    return this.#connectTo(this.#masterFor(key));
  }

  /** A key in the slot that holds all of a patient's. */
  #keyOf(patient: PatientId): string {
    return this.#options.keys.key(patient, 'data');
  }

  async #ensureMap(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('closed');
    if (this.#ranges.length === 0) await this.refresh();
  }

  /** The name of a key's master. For a slot without a master it is the first one, which will refuse the command. */
  #masterFor(key: string): string {
    const master = this.#masterBySlot[computeSlot(key)] ?? this.#ranges[0]?.master;
    if (master === undefined) throw new StoreUnavailable(CLUSTER_DOWN);
    return master;
  }

  #masterNames(): string[] {
    return [...new Set(this.#ranges.map(({ master }) => master))];
  }

  #connectTo(name: string): RedisConnection {
    if (this.#closed) throw new StoreUnavailable('closed');
    const known = this.#connections.get(name);
    if (known) return known;
    const connection = this.#options.connect(parseNodeName(name), (state, reason) =>
      this.#onConnectionChange(state, reason),
    );
    this.#connections.set(name, connection);
    return connection;
  }

  /** Reads the slot map from the first node that gives one; reachable masters come first. */
  async #readMap(): Promise<void> {
    const masters = this.#masterNames();
    const up = masters.filter((name) => this.#connections.get(name)?.isUp);
    let failure = new StoreUnavailable(CLUSTER_DOWN);
    for (const name of new Set([...up, ...this.#options.nodes.map(formatNodeName), ...masters])) {
      try {
        const connection = this.#connectTo(name);
        const reply = await connection.run((client) => client.cluster('SLOTS'));
        const ranges = readSlotRanges(reply, parseNodeName(name));
        if (ranges.length > 0) return this.#applyMap(ranges);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        failure = error;
      }
    }
    this.#refreshLater();
    throw failure;
  }

  #applyMap(ranges: readonly SlotRange[]): void {
    if (this.#closed) return;
    const isChanged = JSON.stringify(ranges) !== JSON.stringify(this.#ranges);
    this.#ranges = ranges;
    const masterBySlot = new Array<string | undefined>(SLOT_COUNT).fill(undefined);
    for (const { first, last, master } of ranges) masterBySlot.fill(master, first, last + 1);
    this.#masterBySlot = masterBySlot;
    const masters = this.#masterNames();
    for (const [name, connection] of this.#connections) {
      if (masters.includes(name)) continue;
      this.#connections.delete(name);
      connection.close();
    }
    for (const name of masters) this.#connectTo(name);
    if (isChanged) for (const callback of this.#moveCallbacks) callback();
    this.#announceUpOrRefresh('connected');
  }

  #onConnectionChange(state: ConnectionState, reason: string): void {
    if (this.#closed || this.#ranges.length === 0) return;
    if (state === 'down') this.#announce('down', reason);
    this.#announceUpOrRefresh(reason);
  }

  /** Announces that the cluster is up once every master is; until then the map is read again and again. */
  #announceUpOrRefresh(reason: string): void {
    if (this.#masterNames().every((name) => this.#connections.get(name)?.isUp)) {
      this.#announce('up', reason);
    } else {
      this.#refreshLater();
    }
  }

  #refreshLater(): void {
    if (this.#closed || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.refresh().catch(() => {});
    }, REFRESH_DELAY_MS);
  }

  #announce(state: ConnectionState, reason: string): void {
    if (this.#announced === state) return;
    this.#announced = state;
    this.#options.onStateChange?.(state, reason);
  }
}
