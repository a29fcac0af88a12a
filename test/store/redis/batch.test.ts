import { expect, test } from 'vitest';
import { executeBatch } from '../../../src/store/redis/batch.ts';
import { RedisConnection } from '../../../src/store/redis/connection.ts';
import { createSingleServer } from '../../../src/store/redis/redis-servers.ts';
import { RedisServer } from './redis-server.ts';

test('a patient over whom a command stumbles holds up none of those items for together with it', async () => {
  const server = await RedisServer.start();
  const connection = new RedisConnection(server.client(), { commandTimeoutMs: 5000 });
  try {
    const items = Array.from({ length: 7 }, (_, patient) => ({ patient }));
    const commands: string[] = [];
    // As a script that has a bug that one patient's data bring to light.
    const lua = `local answers = {}
      for i, patient in ipairs(ARGV) do
        if patient == '3' then return redis.error_reply('ERR a bug') end
        answers[i] = tonumber(patient) * 10
      end
      return answers`;
    const answers = await executeBatch(createSingleServer(connection), items, {
      add: (pipeline, items) => {
        commands.push(items.map(({ patient }) => patient).join());
        pipeline.eval(lua, 0, ...items.map(({ patient }) => String(patient)));
      },
      maxItems: 5,
    });
    expect(answers).toEqual([0, 10, 20, 'unexpected answer', 40, 50, 60]);
    expect(commands).toEqual(['0,1,2,3,4', '5,6', '0', '1', '2', '3', '4']);
  } finally {
    connection.close();
    await server.stop();
  }
});
