import { expect, test } from 'vitest';
import { executeBatch } from '../../../src/store/redis/batch.ts';
import { RedisConnection } from '../../../src/store/redis/connection.ts';
import { createSingleServer } from '../../../src/store/redis/redis-servers.ts';
import { RedisServer } from './redis-server.ts';

test('repeats a failed command for each item alone, so that one item does not block the others', async () => {
  const server = await RedisServer.start();
  const connection = new RedisConnection(server.client(), { commandTimeoutMs: 5000 });
  try {
    const items = Array.from({ length: 7 }, (_, patient) => ({ patient }));
    const commands: string[] = [];
    // Like a script with a bug that shows with the data of one patient only.
    const lua = `local replies = {}
      for i, patient in ipairs(ARGV) do
        if patient == '3' then return redis.error_reply('ERR a bug') end
        replies[i] = tonumber(patient) * 10
      end
      return replies`;
    const replies = await executeBatch(createSingleServer(connection), items, {
      add: (pipeline, items) => {
        commands.push(items.map(({ patient }) => patient).join());
        pipeline.eval(lua, 0, ...items.map(({ patient }) => String(patient)));
      },
      maxItems: 5,
    });
    expect(replies).toEqual([0, 10, 20, 'unexpected answer', 40, 50, 60]);
    expect(commands).toEqual(['0,1,2,3,4', '5,6', '0', '1', '2', '3', '4']);
  } finally {
    connection.close();
    await server.stop();
  }
});
