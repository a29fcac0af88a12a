import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import { type ReadRequest, StoreUnavailable } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { mayHaveMoved } from './failure.ts';
import { type ReadOptions, readEachPatient, readPatient } from './reader.ts';
import type { RedisServers } from './redis-servers.ts';

type Read = PatientSnapshot | StoreUnavailable;

/** Reads each patient from its server, all of a server in one round trip, as StoreReader.readEach does. */
export async function readEach(
  servers: RedisServers,
  options: ReadOptions,
  requests: readonly ReadRequest[],
): Promise<readonly Read[]> {
  const reads = new Map<ReadRequest, Read>();
  const groups = await servers.divide(requests);
  await Promise.all(
    [...groups].map(async ([connection, group]) => {
      const found = await readGroup(servers, connection, options, group);
      for (const [index, request] of group.entries()) {
        const read = found[index];
        if (read !== undefined) reads.set(request, read);
      }
    }),
  );
  return requests.flatMap((request) => reads.get(request) ?? []);
}

async function readGroup(
  servers: RedisServers,
  connection: RedisConnection,
  options: ReadOptions,
  group: readonly ReadRequest[],
): Promise<readonly Read[]> {
  try {
    return await connection.run((client) => readEachPatient(client, options, group));
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    if (!mayHaveMoved(error.message)) return group.map(() => error);
    // Each is looked for by itself, wherever it is by now.
    return Promise.all(
      group.map((request) =>
        servers.runFor(request.patient, (client) => readPatient(client, options, request)).catch(toRead),
      ),
    );
  }
}

function toRead(error: unknown): StoreUnavailable {
  if (error instanceof StoreUnavailable) return error;
  throw error;
}
