import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisInfo } from '../../../core/diagnosis/redis-facts.ts';
import { isCommandRefusal, StoreUnavailable } from '../../store.ts';
import type { RedisConnection } from '../connection.ts';
import type { RedisFailure } from '../failure.ts';
import { parseInfo } from '../info.ts';

/** Whether a file of a server is known to hold nothing of what was removed. */
export type FileState =
  | { readonly kind: 'rewritten' }
  /** The server has written no such file. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The files of a server, after what was removed was to be removed from them too. */
export interface CleanedFiles {
  readonly appendOnlyFile: FileState;
  readonly snapshot: FileState;
  /** How many replicas the server has, whose files are their own. */
  readonly replicas: number;
}

/** What it will cost a server to write its files anew. */
export interface CleaningCost {
  readonly appendOnlyFile: boolean;
  readonly snapshot: boolean;
  /** How much memory the server uses; a fork needs up to as much again while it writes, and each file about as much disk. */
  readonly usedMemory: number;
}

const FIRST_LOOK_MS = 20;
const MAX_LOOK_MS = 1000;
const ALREADY_SAVING: RedisFailure = 'saving already';

/** Finds out what cleaning the files of a server will take; null where it gives no INFO. Rejects with StoreUnavailable. */
export async function findCleaningCost(server: RedisConnection): Promise<CleaningCost | null> {
  let info: RedisInfo;
  try {
    info = await readInfo(server);
  } catch (error) {
    if (error instanceof StoreUnavailable && isCommandRefusal(error.message)) return null;
    throw error;
  }
  const { appendOnlyFile, snapshot } = findFiles(info);
  return { appendOnlyFile, snapshot, usedMemory: Number(info.get('used_memory') ?? 0) };
}

/**
 * Makes a server write its append-only file and its snapshot anew, and waits for it, so that what has been removed from memory is in
 * neither. Does not reject: what could not be done or seen is said in the states.
 */
export async function cleanFiles(server: RedisConnection): Promise<CleanedFiles> {
  let info: RedisInfo;
  try {
    info = await readInfo(server);
  } catch (error) {
    const unknown = explain(error);
    return { appendOnlyFile: unknown, snapshot: unknown, replicas: 0 };
  }
  const { appendOnlyFile, snapshot } = findFiles(info);
  return {
    replicas: Number(info.get('connected_slaves') ?? 0),
    // One after the other: a server forks once at a time.
    appendOnlyFile: appendOnlyFile
      ? await rewrite(server, (client) => client.bgrewriteaof(), 'aof_last_bgrewrite_status')
      : { kind: 'none' },
    snapshot: snapshot
      ? await rewrite(server, (client) => client.bgsave(), 'rdb_last_bgsave_status')
      : { kind: 'none' },
  };
}

/**
 * Which files a server has. With an append-only file it does not tell of a snapshot from before its start. Without one it would have
 * loaded it. Redis before 7 does not tell what it loaded and saved.
 */
function findFiles(info: RedisInfo): { readonly appendOnlyFile: boolean; readonly snapshot: boolean } {
  const appendOnlyFile = info.get('aof_enabled') === '1';
  const traces = ['rdb_saves', 'rdb_last_load_keys_loaded', 'rdb_last_load_keys_expired'];
  const snapshot = appendOnlyFile || traces.some((name) => info.get(name) !== '0');
  return { appendOnlyFile, snapshot };
}

async function rewrite(
  server: RedisConnection,
  start: (client: Redis) => Promise<unknown>,
  statusField: string,
): Promise<FileState> {
  try {
    for (;;) {
      // A rewrite that is under way may have begun before the removal.
      await waitUntilIdle(server);
      if (await tryToStart(server, start)) break;
    }
    const info = await waitUntilIdle(server);
    return info.get(statusField) === 'ok'
      ? { kind: 'rewritten' }
      : {
          kind: 'unknown',
          reason: `${statusField} is ${info.get(statusField)}, see Redis's log and the space on its disk`,
        };
  } catch (error) {
    return explain(error);
  }
}

async function tryToStart(
  server: RedisConnection,
  start: (client: Redis) => Promise<unknown>,
): Promise<boolean> {
  try {
    await server.run(start);
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable && error.message === ALREADY_SAVING) return false;
    throw error;
  }
}

async function waitUntilIdle(server: RedisConnection): Promise<RedisInfo> {
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(2 * lookMs, MAX_LOOK_MS)) {
    const info = await readInfo(server);
    const busy = ['rdb_bgsave_in_progress', 'aof_rewrite_in_progress', 'aof_rewrite_scheduled'];
    if (busy.every((name) => (info.get(name) ?? '0') === '0')) return info;
    await sleep(lookMs);
  }
}

async function readInfo(server: RedisConnection): Promise<RedisInfo> {
  return parseInfo(await server.run((client) => client.info()));
}

function explain(error: unknown): FileState {
  if (error instanceof StoreUnavailable) return { kind: 'unknown', reason: error.message };
  throw error;
}
