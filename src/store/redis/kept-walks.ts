import type { PatientId } from '../../core/patient.ts';
import { findInsoleReference } from '../insole-record.ts';
import { decodeWalk, encodeWalk, listWalkIds } from '../kept-record.ts';
import type { KeepOutcome, StoredWalk, WalkList, WalkToKeep } from '../kept-walks.ts';
import type { KeySchema } from '../keys.ts';
import { readRawPages } from '../read-pages.ts';
import { StoreUnavailable } from '../store.ts';
import type { StoredPair } from '../stored-entry.ts';
import { decodeProfile } from '../stored-record.ts';
import { executeEach } from './batch.ts';
import { isWrongType } from './failure.ts';
import { readListEntries } from './reader.ts';
import type { RedisServers } from './redis-servers.ts';
import { readCount, readFields } from './reply-values.ts';
import { measureWalks } from './walk-sizes.ts';

/** How often the walks of a patient are read anew, when others keep and remove some meanwhile. */
const MAX_TRIES = 10;

/** Keeps a walk, as KeptWalks.keep promises it. Rejects with StoreUnavailable. */
export async function keepWalk(
  servers: RedisServers,
  keys: KeySchema,
  walk: WalkToKeep,
  maxBytes: number,
): Promise<KeepOutcome> {
  const { patient } = walk;
  const profile = await readProfile(servers, keys, walk);
  const json = encodeWalk(walk, profile);
  const { data, timestamp } = keys.keysByPart(patient);
  const ids = listWalkIds(walk.keptAtSeconds);
  let id = ids.next().value;
  for (let triesLeft = MAX_TRIES; id !== undefined && triesLeft > 0; ) {
    const known = await readHash(servers, keys, patient);
    const usedBytes = known.list.walks.reduce((sum, { bytes }) => sum + bytes, 0);
    const walkKeys = keys.walkKeys(patient, id);
    const call = [
      ...[keys.keptKey(patient), walkKeys.data, walkKeys.timestamp, data, timestamp, id],
      ...[json.since, walk.untilSeconds.toFixed(3), json.request, json.profile],
      ...[String(Math.max(0, maxBytes - usedBytes)), ...known.ids],
    ];
    const [reply] = await executeEach(servers, [walk], (pipeline) => pipeline.keepWalk(...call));
    if (reply instanceof StoreUnavailable) throw reply;
    const [word, first, second] = String(reply).split(' ');
    switch (word) {
      case 'kept':
        return { kind: 'kept', id, samples: Number(first), bytes: Number(second) };
      case 'again':
        return describeKept(await readWalks(servers, keys, patient), id);
      case 'full':
        return { kind: 'full', usedBytes, neededBytes: Number(first) };
      case 'empty':
        return { kind: 'empty' };
      case 'taken':
        id = ids.next().value;
        break;
      case 'changed':
        triesLeft--;
        break;
      default:
        return { kind: 'refused', reason: String(reply).replace(/^refused /, '') };
    }
  }
  return { kind: 'refused', reason: 'too many walks of this patient are kept at the same time' };
}

/** What was kept by an earlier call; somebody may have removed it since. */
function describeKept({ walks }: WalkList, id: string): KeepOutcome {
  const { samples, bytes } = walks.find((walk) => walk.id === id) ?? { samples: 0, bytes: 0 };
  return { kind: 'kept', id, samples, bytes };
}

/** Reads the kept walks of a patient, as KeptWalks.kept promises it. Rejects with StoreUnavailable. */
export async function readWalks(
  servers: RedisServers,
  keys: KeySchema,
  patient: PatientId,
): Promise<WalkList> {
  return (await readHash(servers, keys, patient)).list;
}

/** Reads the entries of a kept walk, as KeptWalks.keptPages promises it. Rejects with StoreUnavailable. */
export function readKeptPages(
  servers: RedisServers,
  keys: KeySchema,
  patient: PatientId,
  id: string,
): AsyncIterable<readonly StoredPair[]> {
  const walkKeys = keys.walkKeys(patient, id);
  return readRawPages(
    (start, stop) => servers.runFor(patient, (client) => readListEntries(client, walkKeys, start, stop)),
    0,
  );
}

/** Removes a kept walk; returns whether there was one. It is safe to repeat. Rejects with StoreUnavailable. */
export async function removeWalk(
  servers: RedisServers,
  keys: KeySchema,
  patient: PatientId,
  id: string,
): Promise<boolean> {
  const { data, timestamp } = keys.walkKeys(patient, id);
  const results = await servers.runFor(patient, (client) =>
    client.multi().hdel(keys.keptKey(patient), id).unlink(data, timestamp).exec(),
  );
  return (results ?? []).some(([, reply]) => readCount(reply) > 0);
}

async function readProfile(servers: RedisServers, keys: KeySchema, { patient, untilSeconds }: WalkToKeep) {
  const fields = readFields(
    await servers.runFor(patient, (client) => orNull(client.hgetall(keys.key(patient, 'profile')))),
  );
  return { profile: decodeProfile(fields), insole: findInsoleReference(fields, untilSeconds) };
}

async function readHash(servers: RedisServers, keys: KeySchema, patient: PatientId) {
  return servers.runFor(patient, async (client) => {
    const fields = Object.entries(readFields(await orNull(client.hgetall(keys.keptKey(patient)))));
    const walks = fields
      .flatMap(([id, text]) => decodeWalk(patient, id, text ?? '') ?? [])
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const sizes = await measureWalks(
      client,
      walks.map(({ id }) => keys.walkKeys(patient, id)),
    );
    const list: WalkList = {
      walks: walks.map(
        (walk, index): StoredWalk => ({ ...walk, ...(sizes[index] ?? { samples: 0, bytes: 0 }) }),
      ),
      unreadable: fields.length - walks.length,
    };
    return { ids: fields.map(([id]) => id), list };
  });
}

/** A key of another type has nothing to read. */
async function orNull<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (isWrongType(error)) return null;
    throw error;
  }
}
