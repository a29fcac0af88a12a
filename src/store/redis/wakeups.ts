import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { StoreUnavailable, type Subscription } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeRedisError, type RedisFailure } from './failure.ts';

interface Listeners {
  readonly patient: PatientId;
  readonly wakes: Set<(patient: PatientId) => void>;
  /** Subscribing under way: the channel stays subscribed for it, whoever leaves meanwhile. */
  pending: number;
}

/** What a server says that will never wake anybody; a link that fails is another matter. */
const REFUSALS: readonly RedisFailure[] = ['not permitted', 'unexpected answer'];
const ASLEEP: Subscription = { wakes: false, close: () => {} };

/** Wake-ups by pub/sub, on a link of their own that is made when the first is asked for. */
export class RedisWakeups {
  readonly #keys: KeySchema;
  readonly #connect: (onUp: () => void) => RedisConnection;
  readonly #channels = new Map<string, Listeners>();
  #connection: RedisConnection | null = null;
  #closed = false;

  constructor(keys: KeySchema, connect: (onUp: () => void) => RedisConnection) {
    this.#keys = keys;
    this.#connect = connect;
  }

  /** Rejects with StoreUnavailable when the store cannot be reached; a subscription that is refused wakes nobody. */
  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    if (this.#closed) throw new StoreUnavailable('closed');
    if (patients.length === 0) return ASLEEP;
    const listener = (patient: PatientId) => wake(patient);
    const awaited = patients.map((patient) => this.#listenersOf(patient));
    for (const listeners of awaited) listeners.pending++;
    try {
      if (!(await this.#subscribe(patients))) return ASLEEP;
      for (const listeners of awaited) listeners.wakes.add(listener);
    } finally {
      for (const listeners of awaited) listeners.pending--;
    }
    return { wakes: true, close: () => this.#remove(patients, listener) };
  }

  close(): void {
    this.#closed = true;
    this.#channels.clear();
    this.#connection?.close();
  }

  get #isSharded(): boolean {
    return this.#keys.style === 'braced';
  }

  #openConnection(): RedisConnection {
    if (this.#connection === null) {
      this.#connection = this.#connect(() => void this.#resubscribe());
      this.#connection.client.on(this.#isSharded ? 'smessage' : 'message', (channel: string) =>
        this.#wake(channel),
      );
    }
    return this.#connection;
  }

  /** Channels in braces are sharded ones, and those of several slots do not go into one command. */
  #tell(client: Redis, what: 'subscribe' | 'unsubscribe', channels: readonly string[]): Promise<unknown> {
    return this.#isSharded
      ? Promise.all(channels.map((channel) => client[`s${what}`](channel)))
      : client[what](...channels);
  }

  /** Whether the server takes the subscription. */
  async #subscribe(patients: readonly PatientId[]): Promise<boolean> {
    const channels = patients.map((patient) => this.#keys.liveChannel(patient));
    return this.#openConnection().run((client) =>
      this.#tell(client, 'subscribe', channels).then(
        () => true,
        (error: unknown) => {
          if (REFUSALS.includes(describeRedisError(error))) return false;
          throw error;
        },
      ),
    );
  }

  /** Wake-ups were lost while the link was: everybody looks once. */
  async #resubscribe(): Promise<void> {
    const awaited = [...this.#channels].filter(([, { wakes }]) => wakes.size > 0);
    const channels = awaited.map(([channel]) => channel);
    if (channels.length === 0) return;
    try {
      await this.#connection?.run((client) => this.#tell(client, 'subscribe', channels));
    } catch {
      return; // The link is lost again and comes back here, or is refused for good: slow polling goes on.
    }
    for (const channel of channels) this.#wake(channel);
  }

  #wake(channel: string): void {
    const listeners = this.#channels.get(channel);
    if (listeners === undefined) return;
    for (const wake of listeners.wakes) wake(listeners.patient);
  }

  #listenersOf(patient: PatientId): Listeners {
    const channel = this.#keys.liveChannel(patient);
    const listeners = this.#channels.get(channel) ?? { patient, wakes: new Set(), pending: 0 };
    this.#channels.set(channel, listeners);
    return listeners;
  }

  #remove(patients: readonly PatientId[], listener: (patient: PatientId) => void): void {
    const silent: string[] = [];
    for (const patient of patients) {
      const channel = this.#keys.liveChannel(patient);
      const listeners = this.#channels.get(channel);
      if (listeners === undefined || !listeners.wakes.delete(listener)) continue;
      if (listeners.wakes.size > 0 || listeners.pending > 0) continue;
      this.#channels.delete(channel);
      silent.push(channel);
    }
    if (silent.length === 0 || !this.#connection?.isUp) return;
    this.#connection.run((client) => this.#tell(client, 'unsubscribe', silent)).catch(() => {});
  }
}
