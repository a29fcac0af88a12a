import { describe, expect, test } from 'vitest';
import { KeySchema } from '../../../../src/store/keys.ts';
import { executeEach } from '../../../../src/store/redis/batch.ts';
import { RedisCluster } from '../../../../src/store/redis/cluster/cluster.ts';
import type { RedisConnection } from '../../../../src/store/redis/connection.ts';
import type { RedisFailure } from '../../../../src/store/redis/failure.ts';
import { StoreUnavailable } from '../../../../src/store/store.ts';

const NODE = { host: '10.0.0.1', port: 1 };

/** A cluster of one master, 10.0.0.1, whose slots all move to 10.0.0.2: from then on commands to the first one fail. */
function openCluster(failure: RedisFailure) {
  let master = '10.0.0.1';
  const commands: string[] = [];
  const connect = ({ host }: { host: string }) => {
    const serve = <Reply>(reply: Reply): Reply => {
      commands.push(host);
      if (host !== master) throw new StoreUnavailable(failure);
      return reply;
    };
    const client = {
      cluster: async () => [[0, 16_383, [master, 1, 'id']]],
      pipeline: () => ({ exec: async () => serve([[null, host]]) }),
      get: async () => serve(host),
    };
    const run = (operation: (of: typeof client) => Promise<unknown>) => operation(client);
    return { isUp: true, run, close: () => {} } as unknown as RedisConnection;
  };
  const cluster = new RedisCluster({ keys: new KeySchema('braced'), nodes: [NODE], connect });
  const move = () => {
    master = '10.0.0.2';
  };
  return { cluster, move, commands };
}

describe.each([
  'moved within its cluster',
  'no server of its cluster holds it',
  'its cluster is down',
  'closed',
] as const)('After its server says "%s"', (failure) => {
  test('a single read finds the patient on the server that took over', async () => {
    const { cluster, move } = openCluster(failure);
    expect(await cluster.runFor(3, (client) => client.get('x'))).toBe('10.0.0.1');
    move();
    expect(await cluster.runFor(3, (client) => client.get('x'))).toBe('10.0.0.2');
    cluster.close();
  });

  test('a batch finds the patient on the server that took over', async () => {
    const { cluster, move } = openCluster(failure);
    expect(await executeEach(cluster, [{ patient: 3 }], () => {})).toEqual(['10.0.0.1']);
    move();
    expect(await executeEach(cluster, [{ patient: 3 }], () => {})).toEqual(['10.0.0.2']);
    cluster.close();
  });
});

test('any other failure is passed on at once, without looking for another server', async () => {
  const { cluster, move, commands } = openCluster('out of memory');
  await cluster.runFor(3, (client) => client.get('x'));
  move();
  await expect(cluster.runFor(3, (client) => client.get('x'))).rejects.toThrow('out of memory');
  expect(commands).toEqual(['10.0.0.1', '10.0.0.1']);
  cluster.close();
});
