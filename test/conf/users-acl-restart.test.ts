import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RedisStore } from '../../src/store/redis/redis-store.ts';
import { withAccess } from '../../src/store/redis/target.ts';
import { ALBERT, HEALTHY, makeEntries } from '../store/fixtures.ts';
import { RedisServer } from '../store/redis/redis-server.ts';

const PASSWORD = 'hunter2';

let folder: string;
let redis: RedisServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footwatch-acl-'));
  const file = join(folder, 'users.acl');
  await writeFile(file, readFileSync('conf/users.acl', 'utf8').replaceAll(/ on /g, ` on >${PASSWORD} `));
  redis = await RedisServer.start(['--aclfile', file, '--appendonly', 'yes', '--appendfsync', 'always']);
});
afterEach(async () => {
  await redis.stop();
  await rm(folder, { recursive: true });
});

test('a server with the users of conf/users.acl reads all that it wrote after a crash', async () => {
  const target = withAccess(redis.target(), { username: 'cacher', password: PASSWORD, ca: null });
  const store = new RedisStore({ target });
  const health = { ...HEALTHY, lastError: null };
  await store.write([{ patient: 3, entries: makeEntries(20), profile: ALBERT, health }]);
  await store.close();
  await redis.kill();
  await redis.restart();
  const admin = redis.client(PASSWORD, 'admin');
  expect(await admin.llen('3_data')).toBe(20);
  expect(await admin.hget('3_profile', 'firstname')).toBe(ALBERT.firstname);
});
