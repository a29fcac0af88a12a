import type { ChainableCommander, Redis } from 'ioredis';
import type { PatientId } from '../../core/patient.ts';
import { StoreUnavailable } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { describeRedisError, type RedisFailure } from './failure.ts';
import type { RedisServers } from './topology.ts';

/** What came of one item of a batch: a number, or why it was refused, or why its server could not be asked. */
export type Reply = number | string | StoreUnavailable;

type OfPatient = { readonly patient: PatientId };
/** Adds one command, which answers with one answer, or with an array of one for each of the items. */
type AddCommand<Item> = (pipeline: ChainableCommander, items: readonly Item[]) => void;

/** What is said of a patient by a server that does not hold it, and by the link to one that is no longer a master. */
const ELSEWHERE: readonly RedisFailure[] = [
  'moved within its cluster',
  'closed',
  'no server of its cluster holds it',
  'its cluster is down',
];
const ALL_DOWN: RedisFailure = 'its cluster is down';

/** What is asked of patients, of so many of a server in one command at most. */
interface BatchCommand<Item> {
  readonly add: AddCommand<Item>;
  readonly together: number;
}

/**
 * Asks of each item by a command of its own, in one round trip to each server. A server that is away holds back its own
 * items; when there is no other, it rejects with StoreUnavailable.
 */
export function askEach<Item extends OfPatient>(
  servers: RedisServers,
  items: readonly Item[],
  add: (pipeline: ChainableCommander, item: Item) => void,
): Promise<readonly Reply[]> {
  const addEach: AddCommand<Item> = (pipeline, asked) => {
    for (const item of asked) add(pipeline, item);
  };
  return askTogether(servers, items, { add: addEach, together: 1 });
}

/** As askEach, but by as few commands as may be: each costs ioredis more than what it carries. */
export async function askTogether<Item extends OfPatient>(
  servers: RedisServers,
  items: readonly Item[],
  question: BatchCommand<Item>,
): Promise<readonly Reply[]> {
  const answers = await askServers(servers, items, question);
  const moved = items.filter((item) => isElsewhere(answers.get(item)));
  if (moved.length > 0) {
    await servers.refresh().catch(() => {});
    for (const [item, answer] of await askServers(servers, moved, question)) answers.set(item, answer);
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
  question: BatchCommand<Item>,
): Promise<Map<Item, Reply>> {
  const answers = new Map<Item, Reply>();
  const divided = await servers.divide(items);
  await Promise.all(
    [...divided].map(async ([connection, held]) => {
      const given = await askServer(connection, held, question);
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
  question: BatchCommand<Item>,
): Promise<Reply[] | StoreUnavailable> {
  try {
    return await connection.run((client) => ask(client, items, question));
  } catch (error) {
    if (error instanceof StoreUnavailable) return error;
    throw error;
  }
}

async function ask<Item>(
  client: Redis,
  items: readonly Item[],
  question: BatchCommand<Item>,
): Promise<Reply[]> {
  const commands = divideBy(items, question.together);
  const pipeline = client.pipeline();
  for (const asked of commands) question.add(pipeline, asked);
  const results = (await pipeline.exec()) ?? [];
  const answers: Reply[] = [];
  for (const [index, asked] of commands.entries()) {
    const [error, answer] = results[index] ?? [null, 'unexpected answer'];
    if (error === null || error === undefined) {
      const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
      for (const at of asked.keys()) answers.push(readReply(given[at]));
      continue;
    }
    // What only this command stumbled over is its patients'; all else is the server's.
    const reason = describeRedisError(error);
    // The others of the batch have been served.
    if (ELSEWHERE.includes(reason)) answers.push(...asked.map(() => new StoreUnavailable(reason)));
    else if (reason !== 'unexpected answer') throw error;
    else if (asked.length === 1) answers.push(reason);
    // It is one of them that it stumbles over: the others are not held up by it.
    else answers.push(...(await ask(client, asked, { ...question, together: 1 })));
  }
  return answers;
}

function readReply(answer: unknown): number | string {
  return typeof answer === 'number' ? answer : String(answer ?? '');
}

function divideBy<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

function isElsewhere(answer: Reply | undefined): boolean {
  return answer instanceof StoreUnavailable && ELSEWHERE.some((reason) => reason === answer.message);
}
