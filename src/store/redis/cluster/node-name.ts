import type { RedisAddress } from '../target.ts';

/** The name of a node as Redis Cluster spells it: `host:port`, an IPv6 host without brackets. */
export function formatNodeName({ host, port }: RedisAddress): string {
  return `${host}:${port}`;
}

/** The address that a node's name stands for. */
export function parseNodeName(name: string): RedisAddress {
  const colon = name.lastIndexOf(':');
  return { host: name.slice(0, colon), port: Number(name.slice(colon + 1)) };
}
