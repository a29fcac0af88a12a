import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** lua/append.lua; the number of keys comes first. */
    appendToPatients(...keysAndArguments: string[]): Result<readonly (number | string)[], Context>;
    /** lua/trim.lua */
    trimPatient(...keysAndArguments: string[]): Result<number | string, Context>;
    /** lua/release.lua */
    releaseLease(...keysAndArguments: string[]): Result<number | string, Context>;
    /** lua/append-at.lua */
    appendAt(...keysAndArguments: string[]): Result<number | string, Context>;
  }
}

const APPEND = readFileSync(new URL('./lua/append.lua', import.meta.url), 'utf8');
const APPEND_AT = readFileSync(new URL('./lua/append-at.lua', import.meta.url), 'utf8');
const RELEASE = readFileSync(new URL('./lua/release.lua', import.meta.url), 'utf8');
const TRIM = readFileSync(new URL('./lua/trim.lua', import.meta.url), 'utf8');

/**
 * Makes the scripts commands of the client, each one atomic. None starts with `#!lua`: at maxmemory the store then
 * refuses what would grow it, and lets the cleaner, which does not, go on.
 */
export function defineScripts(client: Redis): void {
  client.defineCommand('appendToPatients', { lua: APPEND });
  client.defineCommand('appendAt', { numberOfKeys: 2, lua: APPEND_AT });
  client.defineCommand('releaseLease', { numberOfKeys: 1, lua: RELEASE });
  client.defineCommand('trimPatient', { numberOfKeys: 3, lua: TRIM });
}
