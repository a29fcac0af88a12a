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
  }
}

const APPEND = readFileSync(new URL('./lua/append.lua', import.meta.url), 'utf8');
const APPEND_AT = readFileSync(new URL('./lua/append-at.lua', import.meta.url), 'utf8');
const COUNT_STORED = readFileSync(new URL('./lua/count-stored.lua', import.meta.url), 'utf8');
const RELEASE = readFileSync(new URL('./lua/release.lua', import.meta.url), 'utf8');
const TRIM = readFileSync(new URL('./lua/trim.lua', import.meta.url), 'utf8');

/**
 * Defines the scripts as commands of the client; each runs atomically. They do not start with `#!lua`, with which a Redis
 * that is out of memory would refuse them as a whole: so it refuses commands that need memory, and trimming still works.
 */
export function defineScripts(client: Redis): void {
  client.defineCommand('appendToPatients', { lua: APPEND });
  client.defineCommand('appendAt', { numberOfKeys: 2, lua: APPEND_AT });
  client.defineCommand('countStored', { numberOfKeys: 1, lua: COUNT_STORED });
  client.defineCommand('releaseLease', { numberOfKeys: 1, lua: RELEASE });
  client.defineCommand('trimPatient', { numberOfKeys: 3, lua: TRIM });
}
