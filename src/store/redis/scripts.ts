import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ChainableCommander, Pipeline, type Redis, type Result } from 'ioredis';
import type { AppendArguments } from './append-arguments.ts';
import { EncodedCommand, type TextSink } from './encoded-command.ts';

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
    /** Runs lua/read-each.lua. */
    readEachPatient(...given: string[]): Result<readonly unknown[], Context>;
    /** Runs lua/summaries.lua. */
    readSummaries(...given: string[]): Result<readonly unknown[], Context>;
    /** Runs lua/keep.lua. */
    keepWalk(...keysAndArguments: string[]): Result<string, Context>;
  }
}

function load(name: string): string {
  return readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
}

const APPEND = load('append');
/** By which a server knows the script once it has run it. */
const APPEND_DIGEST = createHash('sha1').update(APPEND).digest('hex');
const APPEND_AT = load('append-at');
const COUNT_STORED = load('count-stored');
const READ_EACH = load('read-each');
const RELEASE = load('release');
const SUMMARIES = load('summaries');
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
  client.defineCommand('readEachPatient', { numberOfKeys: 0, lua: READ_EACH });
  client.defineCommand('readSummaries', { numberOfKeys: 0, lua: SUMMARIES });
  client.defineCommand('releaseLease', { numberOfKeys: 1, lua: RELEASE });
  client.defineCommand('trimPatient', { numberOfKeys: 3, lua: TRIM });
}

/**
 * Adds a run of lua/append.lua to a pipeline.
 *
 * @param isKnown whether the server is taken to know the script; if it does not, it replies with an error, see `isUnknownScript`
 */
export function addAppend(pipeline: ChainableCommander, append: AppendArguments, isKnown: boolean): void {
  const pushAll = (sink: TextSink) => {
    sink.push(String(append.countKeys()));
    append.pushKeys(sink);
    append.pushArguments(sink);
  };
  if (pipeline instanceof Pipeline) {
    const command = new EncodedCommand(isKnown ? 'evalsha' : 'eval', (sink) => {
      sink.push(isKnown ? APPEND_DIGEST : APPEND);
      pushAll(sink);
    });
    pipeline.sendCommand(command);
    return;
  }
  // ioredis-mock is no client of ioredis, and runs the script by itself.
  const texts: string[] = [];
  pushAll(texts);
  pipeline.appendToPatients(...texts);
}
