import RedisMock from 'ioredis-mock';
import { RedisStore } from '../../src/store/redis-store.ts';
import { describeStore } from './store-contract.ts';

describeStore('The store on ioredis-mock', async () => new RedisStore({ target: new RedisMock() }));
