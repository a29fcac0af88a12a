import RedisMock from 'ioredis-mock';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { describeStore } from '../contract/describe-store.ts';

/** A mock that also takes a script whose number of keys is its first argument, which ioredis-mock alone does not. */
function createMock(): InstanceType<typeof RedisMock> {
  const mock = new RedisMock();
  const define = mock.defineCommand.bind(mock);
  const { customCommands } = mock as unknown as { customCommands: Record<string, unknown> };
  mock.defineCommand = (name, { lua, numberOfKeys }) => {
    if (numberOfKeys !== undefined) define(name, { lua, numberOfKeys });
    else customCommands[name] = (keys: string, ...rest: string[]) => mock.eval(lua, keys, ...rest);
  };
  return mock;
}

describeStore('The store on ioredis-mock', async () => new RedisStore({ target: createMock() }));
