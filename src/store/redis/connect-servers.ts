import type { Redis } from 'ioredis';
import type { KeySchema } from '../keys.ts';
import type { StoreReader } from '../store.ts';
import { RedisCluster } from './cluster/cluster.ts';
import { ClusterWakeups } from './cluster/wakeups.ts';
import { RedisConnection, type RedisConnectionOptions } from './connection.ts';
import { createSingleServer, type RedisServers } from './redis-servers.ts';
import { defineScripts } from './scripts.ts';
import type { RedisAddress, RedisTarget } from './target.ts';
import { RedisWakeups } from './wakeups.ts';

/** What a store talks to: the servers that hold the patients, and the subscriptions to their wake-ups. */
export interface ConnectedServers {
  readonly servers: RedisServers;
  readonly wakeups: Pick<StoreReader, 'wakeOn'> & { close(): void };
}

/**
 * Connects to what a URL names, or takes over a client that a test made. Returns at once: connections come up, and come
 * back after every loss, by themselves. The footwatch scripts are defined on each of them.
 */
export function connectServers(
  target: RedisTarget | Redis,
  keys: KeySchema,
  { commandTimeoutMs, onStateChange }: RedisConnectionOptions,
): ConnectedServers {
  const connect = (
    server: ConstructorParameters<typeof RedisConnection>[0],
    callbacks: Omit<RedisConnectionOptions, 'commandTimeoutMs'> = {},
  ) => {
    const connection = new RedisConnection(server, { ...callbacks, commandTimeoutMs });
    defineScripts(connection.client);
    return connection;
  };
  const stateCallback = onStateChange === undefined ? {} : { onStateChange };
  if ('kind' in target && target.kind === 'cluster') {
    const { nodes, access } = target;
    const endpoint = (address: RedisAddress) => ({ ...access, ...address });
    const cluster = new RedisCluster({
      keys,
      nodes,
      connect: (address, onNodeChange) => connect(endpoint(address), { onStateChange: onNodeChange }),
      ...stateCallback,
    });
    const wakeups = new ClusterWakeups(
      cluster,
      (address) => new RedisWakeups(keys, (onUp) => connect(endpoint(address), { onUp })),
    );
    return { servers: cluster, wakeups };
  }
  const server = !('kind' in target)
    ? target
    : target.kind === 'standalone'
      ? target.endpoint
      : target.sentinels;
  return {
    servers: createSingleServer(connect(server, stateCallback)),
    wakeups: new RedisWakeups(keys, (onUp) =>
      connect('kind' in target ? server : target.duplicate(), { onUp }),
    ),
  };
}
