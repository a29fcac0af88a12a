import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** Runs lua/append.lua; the first argument is the number of keys. Replies with one value for each patient. */
    appendToPatients(...keysAndArguments: string[]): Result<readonly (number | string)[], Context>;
    /** Runs lua/trim.lua. */
    trimPatient(...keysAndArguments: string[]): Result<number | string, Context>;
    /** Runs lua/release.lua. */
    releaseLease(...keysAndArguments: string[]): Result<number | string, Context>;
    /** Runs lua/count-stored.lua. */
    countStored(...keysAndArguments: string[]): Result<number | string, Context>;
    /** Runs lua/append-at.lua. */
    appendAt(...keysAndArguments: string[]): Result<number | string, Context>;
    /** Runs lua/keep.lua. */
    keepWalk(...keysAndArguments: string[]): Result<string, Context>;
  }
}

function load(name: string): string {
  return readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
}

const APPEND = load('append');
const APPEND_AT = load('append-at');
const COUNT_STORED = load('count-stored');
const RELEASE = load('release');
const TIMESTAMPS = load('timestamps');
const TRIM = TIMESTAMPS + load('trim');
const KEEP = TIMESTAMPS + load('keep');

/**
 * Defines the scripts as commands of the client; each runs atomically. They do not start with `#!lua`, with which a Redis
 * that is out of memory would refuse them as a whole: so it refuses commands that need memory, and trimming still works.
 */
export function defineScripts(client: Redis): void {
  client.defineCommand('appendToPatients', { lua: APPEND });
  client.defineCommand('appendAt', { numberOfKeys: 2, lua: APPEND_AT });
  client.defineCommand('countStored', { numberOfKeys: 1, lua: COUNT_STORED });
  client.defineCommand('keepWalk', { numberOfKeys: 3, lua: KEEP });
  client.defineCommand('releaseLease', { numberOfKeys: 1, lua: RELEASE });
  client.defineCommand('trimPatient', { numberOfKeys: 3, lua: TRIM });
}
