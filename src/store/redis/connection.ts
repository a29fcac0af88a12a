import { Redis, type RedisOptions } from 'ioredis';
import { isCommandRefusal, StoreUnavailable } from '../store.ts';
import { describeRedisError, isReply, isSentinelFailure, type RedisFailure } from './failure.ts';
import { hearLateErrors } from './hear-late-errors.ts';
import type { RedisAccess, RedisEndpoint, RedisSentinels } from './target.ts';

/** Whether a connection is established. */
export type ConnectionState = 'up' | 'down';

/** How a connection behaves, and who is told of it. */
export interface RedisConnectionOptions {
  /** How long a reply may take until the connection counts as lost, milliseconds. */
  readonly commandTimeoutMs: number;
  /** Called when the state changes, with the reason, which is safe to log. */
  readonly onStateChange?: (state: ConnectionState, reason: string) => void;
  /** Called each time the connection is established, the first time included. */
  readonly onUp?: () => void;
}

type State =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly reason: RedisFailure };

const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 1000;
/** How long a server that hangs may take to close the connection. */
const DISCONNECT_TIMEOUT_MS = 100;
const CANNOT_SAVE: RedisFailure = 'cannot save to disk';
const KEEP_ALIVE_MS = 10_000;

/**
 * A connection to one server that reconnects by itself, for ever. While it is down, commands fail at once: nothing is
 * queued, and nothing is sent twice.
 */
export class RedisConnection {
  /** The client of ioredis, on which scripts and listeners are defined. Commands are run by `run`. */
  readonly client: Redis;
  readonly #options: RedisConnectionOptions;
  readonly #firstAttempt: Promise<void>;
  #endFirstAttempt: () => void = () => {};
  #state: State = { kind: 'connecting' };
  #announced: ConnectionState | null = null;
  /** The first failure of a connection that ends, which says more than those that follow from it. */
  #cause: RedisFailure | null = null;
  /** Counts connections, to recognize the reply to a PING on an earlier one. */
  #generation = 0;
  #failedAttempts = 0;

  /** Connects to an endpoint, or to the master that sentinels name, or takes over a client that a test made. */
  constructor(server: RedisEndpoint | RedisSentinels | Redis, options: RedisConnectionOptions) {
    this.#options = options;
    this.#firstAttempt = new Promise((resolve) => {
      this.#endFirstAttempt = resolve;
    });
    this.client = 'tls' in server ? this.#createClient(server) : server;
    this.client.on('error', (error: unknown) => this.#onError(error));
    this.client.on('ready', () => void this.#greet());
    this.client.on('close', () => this.#onClosed());
  }

  /** Whether commands can be run. */
  get isUp(): boolean {
    return this.#state.kind === 'up';
  }

  /**
   * Runs commands. Rejects with StoreUnavailable when the connection is down or fails, or when the server refuses. Waits
   * for the first attempt to connect.
   */
  async run<T>(operation: (client: Redis) => Promise<T>): Promise<T> {
    if (this.#state.kind === 'connecting') await this.#firstAttempt;
    if (this.#state.kind !== 'up') throw new StoreUnavailable(this.#reason());
    try {
      return await operation(this.client);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /** Closes the connection for good; pending commands reject with StoreUnavailable. */
  close(): void {
    this.#state = { kind: 'down', reason: 'closed' };
    this.#endFirstAttempt();
    this.client.disconnect();
  }

  #createClient(server: RedisEndpoint | RedisSentinels): Redis {
    const { username, password, db } = server;
    hearLateErrors();
    const client = new Redis({
      ...this.#addressOptions(server),
      db,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      commandTimeout: this.#options.commandTimeoutMs,
      connectTimeout: this.#options.commandTimeoutMs,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      keepAlive: KEEP_ALIVE_MS,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      enableOfflineQueue: false,
      // Fails pending commands when the connection is lost: otherwise only the command timeout would.
      maxRetriesPerRequest: 0,
      // ioredis's check prints a warning where INFO is not permitted, and reports nothing while the server loads its data.
      enableReadyCheck: false,
      disableClientInfo: true,
      retryStrategy: () => Math.min(FIRST_RETRY_MS * 2 ** this.#failedAttempts++, MAX_RETRY_MS),
      reconnectOnError: (error) => {
        const readOnly = error.message.startsWith('READONLY');
        if (readOnly) this.#cause ??= 'read only';
        return readOnly;
      },
    });
    silenceNeedlessPassword(client);
    return client;
  }

  #addressOptions(server: RedisEndpoint | RedisSentinels): RedisOptions {
    if ('sentinels' in server) return this.#sentinelOptions(server);
    if ('path' in server) return { path: server.path };
    return { host: server.host, port: server.port, ...makeTlsOptions(server, 'tls') };
  }

  #sentinelOptions(server: RedisSentinels): RedisOptions {
    return {
      sentinels: server.sentinels.map(({ host, port }) => ({ host, port })),
      name: server.masterName,
      ...(server.sentinelUsername === null ? {} : { sentinelUsername: server.sentinelUsername }),
      ...(server.sentinelPassword === null ? {} : { sentinelPassword: server.sentinelPassword }),
      sentinelCommandTimeout: this.#options.commandTimeoutMs,
      // Retries for ever, like any connection; each round that finds no master reports it.
      sentinelRetryStrategy: (rounds) => Math.min(FIRST_RETRY_MS * 2 ** (rounds - 1), MAX_RETRY_MS),
      enableTLSForSentinelMode: server.tls,
      ...makeTlsOptions(server, 'tls'),
      ...makeTlsOptions(server, 'sentinelTLS'),
    };
  }

  /** A connection is established when the server replies on it. */
  async #greet(): Promise<void> {
    const generation = this.#generation;
    try {
      await this.client.ping();
    } catch (error) {
      if (generation !== this.#generation) return;
      const reason = describeRedisError(error);
      if (!isAnswer(reason)) return this.#drop(reason);
    }
    if (generation !== this.#generation || this.#reason() === 'closed') return;
    this.#failedAttempts = 0;
    this.#cause = null;
    this.#state = { kind: 'up' };
    this.#endFirstAttempt();
    this.#announce('up', 'connected');
    this.#options.onUp?.();
  }

  #onError(error: unknown): void {
    const reason = describeRedisError(error);
    // The server refuses AUTH or SELECT: commands would run as another user, or on another database.
    if (isReply(error)) this.#drop(reason);
    // There is no connection that could be lost; ioredis asks the sentinels again.
    else if (isSentinelFailure(reason)) this.#setDown(reason);
    else this.#cause ??= reason;
  }

  #onClosed(): void {
    this.#generation++;
    this.#setDown(this.#cause ?? 'connection lost');
    this.#cause = null;
  }

  #explain(error: unknown): Error {
    if (error instanceof StoreUnavailable) return error;
    if (error instanceof TypeError || error instanceof RangeError) return error;
    const reason = describeRedisError(error);
    // Whether a connection with a reply that late still works is not known: a new one is safer.
    if (reason === 'no answer in time') this.#drop(reason);
    return new StoreUnavailable(reason === 'connection lost' ? this.#reason() : reason);
  }

  #drop(reason: RedisFailure): void {
    if (this.#reason() === 'closed') return;
    this.#generation++;
    this.#cause ??= reason;
    this.#setDown(this.#cause);
    this.client.disconnect(true);
  }

  #setDown(reason: RedisFailure): void {
    if (this.#reason() === 'closed') return;
    this.#state = { kind: 'down', reason };
    this.#endFirstAttempt();
    // Reconnecting to find a server that accepts writes is not a change of state.
    if (reason !== 'read only') this.#announce('down', reason);
  }

  #reason(): RedisFailure {
    if (this.#state.kind === 'down') return this.#state.reason;
    return this.#cause ?? 'connection lost';
  }

  #announce(state: ConnectionState, reason: string): void {
    if (this.#announced === state) return;
    this.#announced = state;
    this.#options.onStateChange?.(state, reason);
  }
}

/** Whether a PING that failed so shows a server to work with: one that cannot save refuses it as it does writes, but can be read. */
export function isAnswer(reason: string): boolean {
  return reason === CANNOT_SAVE || isCommandRefusal(reason);
}

function makeTlsOptions({ tls, ca, cert, key }: RedisAccess, name: 'tls' | 'sentinelTLS'): RedisOptions {
  if (!tls) return {};
  return {
    [name]: {
      ...(ca !== null && { ca }),
      ...(cert !== null && { cert }),
      ...(key !== null && { key }),
    },
  };
}

const NEEDLESS_PASSWORD = /no password is set|without any password configured/;

/** Ignores that the server needs no password, which does no harm: ioredis would print a warning across the screen. */
function silenceNeedlessPassword(client: Redis): void {
  const auth = client.auth.bind(client) as (...args: unknown[]) => Promise<'OK'>;
  client.auth = ((credentials: unknown, callback: (error: Error | null) => void) =>
    auth(credentials, (error: Error | null) =>
      callback(error !== null && NEEDLESS_PASSWORD.test(error.message) ? null : error),
    )) as typeof client.auth;
}
