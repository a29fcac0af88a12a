import type { ChainableCommander, Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import { StoreUnavailable } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeRedisError, isUnknownScript, mayHaveMoved, type RedisFailure } from './failure.ts';
import type { RedisServers } from './redis-servers.ts';

/** The result of one item of a batch: what Redis replied, why it refused the item, or why its server is unreachable. */
export type Reply = number | string | StoreUnavailable;

/** A command that serves several items at once. */
export interface BatchCommand<Item> {
  /** Adds one command, which replies with one value for its only item, or with an array of one value for each item. */
  readonly add: (pipeline: ChainableCommander, items: readonly Item[]) => void;
  /** For a command that runs a script by its digest: adds one that carries the script, for a server that does not know it. */
  readonly addWithScript?: (pipeline: ChainableCommander, items: readonly Item[]) => void;
  /** How many items one command may serve. */
  readonly maxItems: number;
}

type HasPatient = { readonly patient: PatientId };

const NO_REPLY: RedisFailure = 'unexpected answer';
const CLUSTER_DOWN: RedisFailure = 'its cluster is down';

/**
 * Executes one command for each item, in one round trip to each server; replies come in the order of the items. A server
 * that is down fails its own items only. Rejects with StoreUnavailable when no server is reachable.
 */
export function executeEach<Item extends HasPatient>(
  servers: RedisServers,
  items: readonly Item[],
  add: (pipeline: ChainableCommander, item: Item) => void,
): Promise<readonly Reply[]> {
  return executeBatch(servers, items, {
    add: (pipeline, [item]) => {
      if (item !== undefined) add(pipeline, item);
    },
    maxItems: 1,
  });
}

/** Like executeEach, but with as few commands as possible: a command costs ioredis more than the items it carries. */
export async function executeBatch<Item extends HasPatient>(
  servers: RedisServers,
  items: readonly Item[],
  command: BatchCommand<Item>,
): Promise<readonly Reply[]> {
  const replyByItem = await executeOnServers(servers, items, command);
  const moved = items.filter((item) => {
    const reply = replyByItem.get(item);
    return reply instanceof StoreUnavailable && mayHaveMoved(reply.message);
  });
  if (moved.length > 0) {
    await servers.refresh().catch(() => {});
    for (const [item, reply] of await executeOnServers(servers, moved, command)) replyByItem.set(item, reply);
  }
  const replies = items.map((item) => replyByItem.get(item) ?? NO_REPLY);
  const failures = replies.flatMap((reply) => (reply instanceof StoreUnavailable ? [reply] : []));
  const [first] = failures;
  if (first === undefined || failures.length < replies.length) return replies;
  // A reachable server that calls the cluster down speaks for all of them.
  const clusterDown = failures.find(({ message }) => message === CLUSTER_DOWN);
  if (clusterDown !== undefined || !servers.isPartlyUp) throw clusterDown ?? first;
  return replies;
}

async function executeOnServers<Item extends HasPatient>(
  servers: RedisServers,
  items: readonly Item[],
  command: BatchCommand<Item>,
): Promise<Map<Item, Reply>> {
  const replyByItem = new Map<Item, Reply>();
  const groups = await servers.divide(items);
  await Promise.all(
    [...groups].map(async ([connection, group]) => {
      const replies = await executeOnServer(connection, group, command);
      for (const [index, item] of group.entries()) {
        replyByItem.set(item, Array.isArray(replies) ? (replies[index] ?? NO_REPLY) : replies);
      }
    }),
  );
  return replyByItem;
}

async function executeOnServer<Item>(
  connection: RedisConnection,
  items: readonly Item[],
  command: BatchCommand<Item>,
): Promise<Reply[] | StoreUnavailable> {
  try {
    return await connection.run((client) => execute(client, items, command));
  } catch (error) {
    if (error instanceof StoreUnavailable) return error;
    throw error;
  }
}

async function execute<Item>(
  client: Redis,
  items: readonly Item[],
  command: BatchCommand<Item>,
): Promise<Reply[]> {
  const chunks = divideBy(items, command.maxItems);
  const pipeline = client.pipeline();
  for (const chunk of chunks) command.add(pipeline, chunk);
  const results = (await pipeline.exec()) ?? [];
  const replies: Reply[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const [error, result] = results[index] ?? [null, NO_REPLY];
    if (error === null || error === undefined) {
      const values: readonly unknown[] = Array.isArray(result) ? result : [result];
      for (const position of chunk.keys()) replies.push(readReply(values[position]));
      continue;
    }
    if (isUnknownScript(error) && command.addWithScript) {
      const { addWithScript: add, maxItems } = command;
      replies.push(...(await execute(client, chunk, { add, maxItems })));
      continue;
    }
    const reason = describeRedisError(error);
    // Only these items are on another server; the rest of the batch was executed.
    if (mayHaveMoved(reason)) replies.push(...chunk.map(() => new StoreUnavailable(reason)));
    // Any other known reason is the server's, and fails all of its items.
    else if (reason !== NO_REPLY) throw error;
    else if (chunk.length === 1) replies.push(reason);
    // One item of the chunk made the command fail: each is tried alone, so that it does not block the others.
    else replies.push(...(await execute(client, chunk, { ...command, maxItems: 1 })));
  }
  return replies;
}

function readReply(value: unknown): number | string {
  return typeof value === 'number' ? value : String(value ?? '');
}

function divideBy<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
