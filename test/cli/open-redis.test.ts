import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import { resolveRedisTarget } from '../../src/cli/open-redis.ts';
import { resolveSettings, type SettingSources } from '../../src/settings/resolve-settings.ts';
import { resolveAccess } from '../../src/store/redis/target.ts';
import { runFootwatch } from './run-footwatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-access-'));
function writeIn(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const { cert } = await generate([{ name: 'commonName', value: 'footwatch test' }], { keySize: 2048 });
const ca = writeIn('ca.pem', cert);
const FILE = 'footwatch.yaml';

function resolveTarget(sources: Partial<SettingSources> & { redis?: unknown }) {
  const { redis, ...rest } = sources;
  const file = redis === undefined ? null : { name: FILE, content: { redis } };
  const resolved = resolveSettings({ flags: {}, environment: {}, file, ...rest });
  if (resolved.kind === 'refused') throw new Error(resolved.message);
  return resolveRedisTarget({ ...resolved, file: file?.name ?? null, isFileEmpty: false });
}

describe('resolveRedisTarget', () => {
  test('takes the password from the first line of a file, and the certificates from another', () => {
    const passwordFile = writeIn('password', 'hunter2\nmore\n');
    const target = resolveTarget({ redis: { url: 'rediss://host', username: 'watch', passwordFile, ca } });
    expect(resolveAccess(target)).toMatchObject({
      username: 'watch',
      password: 'hunter2',
      ca: cert.trim(),
    });
  });

  test.each<[Record<string, string>, string]>([
    [
      { FOOTWATCH_REDIS_CA: 'nowhere.pem' },
      'FOOTWATCH_REDIS_CA names a file that cannot be used: nowhere.pem: no such file',
    ],
    [{ FOOTWATCH_REDIS_CA: '/' }, 'FOOTWATCH_REDIS_CA names a file that cannot be used: /: is a folder'],
    [
      { FOOTWATCH_REDIS_CA: '/dev/null' },
      'FOOTWATCH_REDIS_CA names a file without a certificate; must be a PEM file: /dev/null',
    ],
    [
      { FOOTWATCH_REDIS_PASSWORD_FILE: 'nowhere' },
      'FOOTWATCH_REDIS_PASSWORD_FILE names a file that cannot be used: no such file',
    ],
    [
      { FOOTWATCH_REDIS_PASSWORD_FILE: '/dev/null' },
      'FOOTWATCH_REDIS_PASSWORD_FILE names a file whose first line is empty; must be the password',
    ],
    [
      { FOOTWATCH_REDIS_USERNAME: 'watch' },
      'FOOTWATCH_REDIS_USERNAME needs a password in redis.password or redis.passwordFile',
    ],
    [{ FOOTWATCH_REDIS_CA: ca }, 'FOOTWATCH_REDIS_CA needs TLS, but redis.url is no rediss:// URL'],
  ])('refuses with 78 what the environment sets wrongly: %o', (environment, message) => {
    expect(() => resolveTarget({ environment })).toThrow(expect.objectContaining({ exitCode: 78, message }));
  });

  test.each<[Partial<SettingSources> & { redis: unknown }, string]>([
    [
      { redis: { passwordFile: 'nowhere' } },
      `${FILE}: redis.passwordFile names a file that cannot be used: no such file`,
    ],
    [
      { redis: { ca }, flags: { redis: 'redis://host' } },
      `${FILE}: redis.ca needs TLS, but --redis is no rediss:// URL`,
    ],
    [
      { redis: { keyStyle: 'plain' }, flags: { redis: 'redis://one,redis://two' } },
      `${FILE}: redis.keyStyle is plain, but --redis names a Redis Cluster; must be braced or auto`,
    ],
  ])('refuses with 78 what a file sets wrongly, whatever a flag says: %o', (sources, message) => {
    expect(() => resolveTarget(sources)).toThrow(expect.objectContaining({ exitCode: 78, message }));
  });
});

test.each([[['watch', '--once']], [['config', 'validate']]])(
  'a wrong file of redis.* ends footwatch %j with one line',
  async (args) => {
    expect(await runFootwatch(args, { env: { FOOTWATCH_REDIS_CA: 'nowhere.pem' } })).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: 'footwatch: FOOTWATCH_REDIS_CA names a file that cannot be used: nowhere.pem: no such file\n',
    });
  },
);

test('a wrong combination is refused by watch, and config show still shows it without the password', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'footwatch-access-'));
  writeFileSync(join(cwd, 'footwatch.yaml'), `redis: {keyStyle: plain, ca: ${ca}, password: hunter2}\n`);
  const watch = await runFootwatch(['watch', '--once'], { cwd });
  expect(watch).toMatchObject({ exitCode: 78, stderr: expect.stringContaining('redis.ca needs TLS') });
  const shown = await runFootwatch(['config', 'show'], { cwd });
  expect(shown.stdout).toMatch(/^redis\.password +\*\*\* +file footwatch\.yaml$/m);
  expect(shown.stdout).not.toContain('hunter2');
});
