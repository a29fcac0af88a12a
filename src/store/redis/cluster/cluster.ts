import type { Redis } from 'ioredis';
import type { PatientId } from '../../../core/patient.ts';
import type { KeySchema } from '../../keys.ts';
import { StoreUnavailable } from '../../store.ts';
import type { LinkState, RedisConnection } from '../connection.ts';
import type { RedisFailure } from '../failure.ts';
import type { RedisAddress } from '../target.ts';
import type { RedisServers } from '../topology.ts';
import { keySlot, SLOTS } from './key-slot.ts';
import { readSlotRanges, type SlotRange } from './slot-ranges.ts';

export interface RedisClusterOptions {
  readonly keys: KeySchema;
  /** Some of the nodes: the others are found from any that answers. */
  readonly nodes: readonly RedisAddress[];
  readonly connect: (
    address: RedisAddress,
    onStateChange: (state: LinkState, reason: string) => void,
  ) => RedisConnection;
  /** Called when a master is lost, and when all are there again. */
  readonly onStateChange?: (state: LinkState, reason: string) => void;
}

/** How soon it is looked again for who took over, while a master is away. */
const LOOK_AGAIN_MS = 250;
/** What is said of a patient by a server that does not hold it, and by the link to one that is no longer a master. */
const ELSEWHERE: readonly RedisFailure[] = ['moved within its cluster', 'closed'];
const CLUSTER_DOWN: RedisFailure = 'its cluster is down';

/**
 * The masters of a Redis Cluster, a link to each. Not ioredis's own cluster client: that one sends again what was not
 * answered, also after the caller was told that it failed, and then a sample may be stored twice.
 */
export class RedisCluster implements RedisServers {
  readonly #options: RedisClusterOptions;
  readonly #links = new Map<
    string,
    { readonly address: RedisAddress; readonly connection: RedisConnection }
  >();
  readonly #moves = new Set<() => void>();
  #ranges: readonly SlotRange[] = [];
  /** The master of each slot. */
  #masters: readonly (string | undefined)[] = [];
  #refreshing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #announced: LinkState | null = null;
  #closed = false;

  constructor(options: RedisClusterOptions) {
    this.#options = options;
    // Whoever asks first finds out whether it failed.
    this.refresh().catch(() => {});
  }

  async runFor<T>(patient: PatientId, operation: (client: Redis) => Promise<T>): Promise<T> {
    try {
      return await (await this.#connectionOf(patient)).run(operation);
    } catch (error) {
      if (this.#closed || !(error instanceof StoreUnavailable)) throw error;
      if (!ELSEWHERE.some((reason) => reason === error.message)) throw error;
    }
    await this.refresh();
    return (await this.#connectionOf(patient)).run(operation);
  }

  async all(): Promise<readonly RedisConnection[]> {
    await this.refresh();
    return this.#masterNames().map((name) => this.#connectionTo(name));
  }

  async divide<Item extends { readonly patient: PatientId }>(
    items: readonly Item[],
  ): Promise<ReadonlyMap<RedisConnection, readonly Item[]>> {
    await this.#known();
    const divided = new Map<RedisConnection, Item[]>();
    for (const item of items) {
      const connection = this.#connectionTo(this.#masterOf(item.patient));
      const held = divided.get(connection);
      if (held) held.push(item);
      else divided.set(connection, [item]);
    }
    return divided;
  }

  /** The address of each patient's master. */
  async addressesOf(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, RedisAddress>> {
    await this.#known();
    return new Map(patients.map((patient) => [patient, addressOf(this.#masterOf(patient))]));
  }

  /** Slots that a master serves, 16,384 in a cluster that is whole. */
  get coveredSlots(): number {
    return this.#ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  get isPartlyUp(): boolean {
    return [...this.#links.values()].some(({ connection }) => connection.isUp);
  }

  /** Calls back when patients may have moved to other servers. */
  onMove(callback: () => void): void {
    this.#moves.add(callback);
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#look().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const { connection } of this.#links.values()) connection.close();
    this.#links.clear();
  }

  async #connectionOf(patient: PatientId): Promise<RedisConnection> {
    await this.#known();
    return this.#connectionTo(this.#masterOf(patient));
  }

  async #known(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('closed');
    if (this.#ranges.length === 0) await this.refresh();
  }

  /** A slot that no master serves is any master's to refuse. */
  #masterOf(patient: PatientId): string {
    const slot = keySlot(this.#options.keys.key(patient, 'data'));
    const master = this.#masters[slot] ?? this.#ranges[0]?.master;
    if (master === undefined) throw new StoreUnavailable(CLUSTER_DOWN);
    return master;
  }

  #masterNames(): string[] {
    return [...new Set(this.#ranges.map(({ master }) => master))];
  }

  #connectionTo(name: string): RedisConnection {
    if (this.#closed) throw new StoreUnavailable('closed');
    const known = this.#links.get(name);
    if (known) return known.connection;
    const address = addressOf(name);
    const connection = this.#options.connect(address, (state, reason) => this.#onLinkChange(state, reason));
    this.#links.set(name, { address, connection });
    return connection;
  }

  /** Asks one node after another, those that answer first, until one tells who serves what. */
  async #look(): Promise<void> {
    const masters = this.#masterNames();
    const up = masters.filter((name) => this.#links.get(name)?.connection.isUp);
    let why = new StoreUnavailable(CLUSTER_DOWN);
    for (const name of new Set([...up, ...this.#options.nodes.map(nameOf), ...masters])) {
      try {
        const connection = this.#connectionTo(name);
        const answer = await connection.run((client) => client.cluster('SLOTS'));
        const ranges = readSlotRanges(answer, addressOf(name));
        if (ranges.length > 0) return this.#take(ranges);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        why = error;
      }
    }
    this.#lookAgain();
    throw why;
  }

  #take(ranges: readonly SlotRange[]): void {
    if (this.#closed) return;
    const isMoved = JSON.stringify(ranges) !== JSON.stringify(this.#ranges);
    this.#ranges = ranges;
    const slots = new Array<string | undefined>(SLOTS).fill(undefined);
    for (const { first, last, master } of ranges) slots.fill(master, first, last + 1);
    this.#masters = slots;
    const masters = this.#masterNames();
    for (const [name, { connection }] of this.#links) {
      if (masters.includes(name)) continue;
      this.#links.delete(name);
      connection.close();
    }
    for (const name of masters) this.#connectionTo(name);
    if (isMoved) for (const callback of this.#moves) callback();
    this.#settle('connected');
  }

  #onLinkChange(state: LinkState, reason: string): void {
    if (this.#closed || this.#ranges.length === 0) return;
    if (state === 'down') this.#announce('down', reason);
    this.#settle(reason);
  }

  /** Goes on looking until every master answers. */
  #settle(reason: string): void {
    if (this.#masterNames().every((name) => this.#links.get(name)?.connection.isUp)) {
      this.#announce('up', reason);
    } else {
      this.#lookAgain();
    }
  }

  #lookAgain(): void {
    if (this.#closed || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.refresh().catch(() => {});
    }, LOOK_AGAIN_MS);
  }

  #announce(state: LinkState, reason: string): void {
    if (this.#announced === state) return;
    this.#announced = state;
    this.#options.onStateChange?.(state, reason);
  }
}

function nameOf({ host, port }: RedisAddress): string {
  return `${host}:${port}`;
}

function addressOf(name: string): RedisAddress {
  const colon = name.lastIndexOf(':');
  return { host: name.slice(0, colon), port: Number(name.slice(colon + 1)) };
}
