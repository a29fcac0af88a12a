import type { Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import type { RedisConnection } from './connection.ts';

/** Where patients are: on one server, or each on one of a cluster's. */
export interface RedisServers {
  /** Runs commands on the server that holds a patient. Rejects with StoreUnavailable as a connection does. */
  runFor<T>(patient: PatientId, operation: (client: Redis) => Promise<T>): Promise<T>;
  /** A link to each server that holds patients, as it is now. */
  all(): Promise<readonly RedisConnection[]>;
  /** The items by the server that holds their patient. */
  divide<Item extends { readonly patient: PatientId }>(
    items: readonly Item[],
  ): Promise<ReadonlyMap<RedisConnection, readonly Item[]>>;
  /** Looks again where patients are, after a server said that it does not hold one. */
  refresh(): Promise<void>;
  /** Whether others answer, so that what fails may be one server alone. */
  readonly isPartlyUp: boolean;
  close(): void;
}

/** All patients on one server. */
export function createSingleServer(connection: RedisConnection): RedisServers {
  return {
    runFor: (_, operation) => connection.run(operation),
    all: async () => [connection],
    divide: async (items) => new Map(items.length === 0 ? [] : [[connection, items]]),
    refresh: async () => {},
    isPartlyUp: false,
    close: () => connection.close(),
  };
}
