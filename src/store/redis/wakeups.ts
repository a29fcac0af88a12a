import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { KeySchema } from '../keys.ts';
import { isCommandRefusal, StoreUnavailable, type Subscription } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeRedisError, type RedisFailure } from './failure.ts';

/** The callbacks that are woken for one patient. */
interface Listeners {
  readonly patient: PatientId;
  readonly wakes: Set<(patient: PatientId) => void>;
  /** Subscriptions that are being made: the channel stays subscribed for them when the others close. */
  pending: number;
}

/** Replies that refuse a subscription for good, unlike a failure of the connection. */
const isRefused = (failure: RedisFailure) => isCommandRefusal(failure) || failure === 'unexpected answer';
const NO_WAKEUPS: Subscription = { wakes: false, close: () => {} };

/** Wake-ups by pub/sub from one server, on a connection of their own that the first subscription opens. */
export class RedisWakeups {
  readonly #keys: KeySchema;
  readonly #connect: (onUp: () => void) => RedisConnection;
  readonly #channels = new Map<string, Listeners>();
  #connection: RedisConnection | null = null;
  #closed = false;

  /** `connect` opens a connection that calls `onUp` each time it is established. */
  constructor(keys: KeySchema, connect: (onUp: () => void) => RedisConnection) {
    this.#keys = keys;
    this.#connect = connect;
  }

  /** Subscribes as StoreReader.wakeOn does: a server that refuses wakes nobody. Rejects with StoreUnavailable when it is unreachable. */
  async wakeOn(patients: readonly PatientId[], wake: (patient: PatientId) => void): Promise<Subscription> {
    if (this.#closed) throw new StoreUnavailable('closed');
    if (patients.length === 0) return NO_WAKEUPS;
    const listener = (patient: PatientId) => wake(patient);
    const all = patients.map((patient) => this.#ensureListeners(patient));
    for (const listeners of all) listeners.pending++;
    try {
      if (!(await this.#subscribe(patients))) return NO_WAKEUPS;
      for (const listeners of all) listeners.wakes.add(listener);
    } finally {
      for (const listeners of all) listeners.pending--;
    }
    return { wakes: true, close: () => this.#remove(patients, listener) };
  }

  /** Ends all subscriptions and closes the connection. */
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

  /** Channels in braces are sharded ones, and channels of several slots do not fit into one command. */
  #send(client: Redis, command: 'subscribe' | 'unsubscribe', channels: readonly string[]): Promise<unknown> {
    return this.#isSharded
      ? Promise.all(channels.map((channel) => client[`s${command}`](channel)))
      : client[command](...channels);
  }

  /** Whether the server accepts the subscription. */
  async #subscribe(patients: readonly PatientId[]): Promise<boolean> {
    const channels = patients.map((patient) => this.#keys.liveChannel(patient));
    return this.#openConnection().run((client) =>
      this.#send(client, 'subscribe', channels).then(
        () => true,
        (error: unknown) => {
          if (isRefused(describeRedisError(error))) return false;
          throw error;
        },
      ),
    );
  }

  /** Subscribes again on a new connection, and wakes everybody once, as wake-ups were lost meanwhile. */
  async #resubscribe(): Promise<void> {
    const channels = [...this.#channels]
      .filter(([, { wakes }]) => wakes.size > 0)
      .map(([channel]) => channel);
    if (channels.length === 0) return;
    try {
      await this.#connection?.run((client) => this.#send(client, 'subscribe', channels));
    } catch {
      return; // Lost again, then this runs again; or refused for good, then readers go on polling.
    }
    for (const channel of channels) this.#wake(channel);
  }

  #wake(channel: string): void {
    const listeners = this.#channels.get(channel);
    if (listeners === undefined) return;
    for (const wake of listeners.wakes) wake(listeners.patient);
  }

  #ensureListeners(patient: PatientId): Listeners {
    const channel = this.#keys.liveChannel(patient);
    const listeners = this.#channels.get(channel) ?? { patient, wakes: new Set(), pending: 0 };
    this.#channels.set(channel, listeners);
    return listeners;
  }

  #remove(patients: readonly PatientId[], listener: (patient: PatientId) => void): void {
    const unused: string[] = [];
    for (const patient of patients) {
      const channel = this.#keys.liveChannel(patient);
      const listeners = this.#channels.get(channel);
      if (listeners === undefined || !listeners.wakes.delete(listener)) continue;
      if (listeners.wakes.size > 0 || listeners.pending > 0) continue;
      this.#channels.delete(channel);
      unused.push(channel);
    }
    if (unused.length === 0 || !this.#connection?.isUp) return;
    this.#connection.run((client) => this.#send(client, 'unsubscribe', unused)).catch(() => {});
  }
}
