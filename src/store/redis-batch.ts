import type { ChainableCommander } from 'ioredis';
import type { PatientId } from '../core/patient.ts';
import type { RedisConnection } from './redis-connection.ts';
import { describeRedisError, type RedisFailure } from './redis-failure.ts';
import type { RedisServers } from './redis-servers.ts';
import { StoreUnavailable } from './store.ts';

/** What came of one item of a batch: a number, or why it was refused, or why its server could not be asked. */
export type Answer = number | string | StoreUnavailable;

type OfPatient = { readonly patient: PatientId };
type AddScript<Item> = (pipeline: ChainableCommander, item: Item) => void;

/** What is said of a patient by a server that does not hold it, and by the link to one that is no longer a master. */
const ELSEWHERE: readonly RedisFailure[] = [
  'moved within its cluster',
  'closed',
  'no server of its cluster holds it',
  'its cluster is down',
];
const ALL_DOWN: RedisFailure = 'its cluster is down';

/**
 * Runs one script for each item, in one round trip to each server. A server that is away holds back its own items; when
 * there is no other, it rejects with StoreUnavailable.
 */
export async function runScripts<Item extends OfPatient>(
  servers: RedisServers,
  items: readonly Item[],
  add: AddScript<Item>,
): Promise<readonly Answer[]> {
  const answers = await askServers(servers, items, add);
  const moved = items.filter((item) => isElsewhere(answers.get(item)));
  if (moved.length > 0) {
    await servers.refresh().catch(() => {});
    for (const [item, answer] of await askServers(servers, moved, add)) answers.set(item, answer);
  }
  const given = items.map((item) => answers.get(item) ?? 'unexpected answer');
  const away = given.flatMap((answer) => (answer instanceof StoreUnavailable ? [answer] : []));
  const [first] = away;
  if (first === undefined || away.length < given.length) return given;
  // One of the servers that answer says it for all of them.
  const allDown = away.find(({ message }) => message === ALL_DOWN);
  if (allDown !== undefined || !servers.isPartlyUp) throw allDown ?? first;
  return given;
}

async function askServers<Item extends OfPatient>(
  servers: RedisServers,
  items: readonly Item[],
  add: AddScript<Item>,
): Promise<Map<Item, Answer>> {
  const answers = new Map<Item, Answer>();
  const divided = await servers.divide(items);
  await Promise.all(
    [...divided].map(async ([connection, held]) => {
      const given = await askServer(connection, held, add);
      for (const [index, item] of held.entries()) {
        answers.set(item, Array.isArray(given) ? (given[index] ?? 'unexpected answer') : given);
      }
    }),
  );
  return answers;
}

async function askServer<Item>(
  connection: RedisConnection,
  items: readonly Item[],
  add: AddScript<Item>,
): Promise<Answer[] | StoreUnavailable> {
  try {
    return await connection.run(async (client) => {
      const pipeline = client.pipeline();
      for (const item of items) add(pipeline, item);
      const results = (await pipeline.exec()) ?? [];
      return results.map(([error, answer]) => {
        if (error === null || error === undefined)
          return typeof answer === 'number' ? answer : String(answer);
        // What only this script stumbled over is this patient's; all else is the server's.
        const reason = describeRedisError(error);
        // The others of the batch have been served.
        if (ELSEWHERE.includes(reason)) return new StoreUnavailable(reason);
        if (reason !== 'unexpected answer') throw error;
        return reason;
      });
    });
  } catch (error) {
    if (error instanceof StoreUnavailable) return error;
    throw error;
  }
}

function isElsewhere(answer: Answer | undefined): boolean {
  return answer instanceof StoreUnavailable && ELSEWHERE.some((reason) => reason === answer.message);
}
