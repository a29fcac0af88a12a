import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { RedisConnection } from './connection.ts';

/** The servers that hold the patients: a single one, or the masters of a cluster, each with a share of the patients. */
export interface RedisServers {
  /** Runs commands on the server that holds a patient. Rejects with StoreUnavailable as a connection does. */
  runFor<T>(patient: PatientId, operation: (client: Redis) => Promise<T>): Promise<T>;
  /** The same on the server that holds a key which is no patient's. */
  runForKey<T>(key: string, operation: (client: Redis) => Promise<T>): Promise<T>;
  /** The connections to all servers that hold patients, as read from the cluster just now. */
  all(): Promise<readonly RedisConnection[]>;
  /** Groups items by the server that holds their patient. */
  divide<Item extends { readonly patient: PatientId }>(
    items: readonly Item[],
  ): Promise<ReadonlyMap<RedisConnection, readonly Item[]>>;
  /** Reads again which server holds which patients, after one replied that it does not hold a patient. */
  refresh(): Promise<void>;
  /** Whether at least one server of a cluster is reachable, so that a failure may concern the others only. */
  readonly isPartlyUp: boolean;
  /** Closes all connections. */
  close(): void;
}

/** All patients on one server, which fails as a whole. */
export function createSingleServer(connection: RedisConnection): RedisServers {
  return {
    runFor: (_, operation) => connection.run(operation),
    runForKey: (_, operation) => connection.run(operation),
    all: async () => [connection],
    divide: async (items) => new Map(items.length === 0 ? [] : [[connection, items]]),
    refresh: async () => {},
    isPartlyUp: false,
    close: () => connection.close(),
  };
}
