import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { selectShardPatients } from '../../src/core/shard.ts';
import { startFootwatch } from './start-footwatch.ts';
import { test } from './system-test.ts';

const PATIENTS = [1, 2, 3, 4, 5, 6];

describe('a cacher that is told to reload', () => {
  test('reads its configuration again on HUP when it has no terminal, and refuses a wrong one', async ({
    redis,
    client,
    api,
  }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    writeFileSync(file, 'patients: 1-2\n');
    const cacher = startFootwatch([
      ...['cacher', '--base-url', api, '--redis', redis.url, '--interval', '50ms', '--config', file],
    ]);
    const watch = startFootwatch(['watch', '--redis', redis.url, '--json', '--patient', '1,5']);
    await watch.until((run) => run.stdout.includes('"patient":1,"firstname":"Janek"'));
    expect(await client.exists('5_data')).toBe(0);
    writeFileSync(file, 'patients: banana\n');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('the old one stays in force'));
    writeFileSync(file, 'patients: 1,5\ncacher: {retention: 1m}\n');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"settings":"cacher.retention"'));
    await watch.until((run) => run.stdout.includes('"patient":5,"firstname":"Piotr"'));
    expect(cacher.stderr).toMatch(/footwatch\.yaml: patients is \\"banana\\"; must be/);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });

  test('refuses on HUP what a start would refuse, and a file whose settings were lost', async ({
    redis,
    api,
  }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    const right = `api: {baseUrl: "${api}"}\nredis: {url: "${redis.url}"}\npatients: 1-8\n`;
    writeFileSync(file, right);
    const cacher = startFootwatch(['cacher', '--interval', '50ms', '--config', file]);
    await cacher.until((run) => run.stderr.includes('cacher started'));
    const refusals = () =>
      cacher.stderr
        .split('\n')
        .filter((line) => line.includes('the old one stays in force'))
        .map((line) => JSON.parse(line));
    const refusedBecause = async (content: string | null) => {
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
      const before = refusals().length;
      cacher.child.kill('SIGHUP');
      await cacher.until(() => refusals().length > before);
      expect(refusals().at(-1).level).toBe('error');
      return refusals().at(-1).error;
    };
    expect(await refusedBecause('')).toBe(`${file} is empty`);
    expect(await refusedBecause('# patients: 1-8\n')).toBe(`${file} is empty`);
    expect(await refusedBecause('---\n')).toBe(`${file} is empty`);
    expect(await refusedBecause(null)).toBe(`${file}: no such file`);
    expect(await refusedBecause('patients: 1-8\n')).toMatch(/^cacher needs the address of the API/);
    expect(await refusedBecause(right.replace(' 1-8', ''))).toMatch(`${file}: patients is gone`);
    expect(await refusedBecause(`${right}patients: 1\n`)).toMatch('line 4: duplicated mapping key');
    expect(await refusedBecause(right.replace('{url', '{passwordFile: /nowhere/at/all, url'))).toMatch(
      'redis.passwordFile names a file that cannot be used: no such file',
    );
    expect(cacher.stderr).not.toContain('configuration read again');
    writeFileSync(file, right.replace('1-8', '1-7'));
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"patients":7,"msg":"configuration read again"'));
    expect(await refusedBecause('')).toBe(`${file} is empty`);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });

  test('refuses on HUP when the file that it found is gone, although it would start without one', async ({
    redis,
    api,
  }) => {
    const cwd = mkdtempSync(join(tmpdir(), 'footwatch-config-'));
    writeFileSync(join(cwd, 'footwatch.yaml'), 'patients: 1-8\n');
    const cacher = startFootwatch(['cacher', '--base-url', api, '--redis', redis.url], { cwd });
    await cacher.until((run) => run.stderr.includes('cacher started'));
    rmSync(join(cwd, 'footwatch.yaml'));
    cacher.child.kill('SIGHUP');
    await cacher.until((run) => run.stderr.includes('"error":"footwatch.yaml is gone or empty"'));
    writeFileSync(join(cwd, 'footwatch.json'), '{"patients": "1-2"}');
    cacher.child.kill('SIGHUP');
    await cacher.until((run) =>
      run.stderr.includes('footwatch.yaml is gone or empty, and footwatch.json needs a restart'),
    );
    await cacher.end('SIGTERM');
    expect(cacher.stderr).not.toContain('configuration read again');
  });

  test('removes samples of patients nobody polls only in the first shard, also when HUP makes it the first', async ({
    redis,
    client,
    api,
  }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), 'footwatch.yaml');
    const settings = (shard: string) =>
      `patients: 1-6\ncacher: {shard: ${shard}, retention: 1s, cleanupInterval: 100ms, interval: 50ms}\n`;
    writeFileSync(file, settings('2/2'));
    const own = selectShardPatients(PATIENTS, { index: 2, count: 2 })[0];
    for (const patient of [own, 999]) {
      await client.rpush(`${patient}_data`, '[]');
      await client.rpush(`${patient}_timestamp`, '1000.000');
    }
    const cacher = startFootwatch(['cacher', '--base-url', api, '--redis', redis.url, '--config', file]);
    await expect.poll(() => client.lindex(`${own}_timestamp`, 0), { timeout: 10_000 }).not.toBe('1000.000');
    expect(await client.exists('999_data')).toBe(1);
    writeFileSync(file, settings('1/2'));
    cacher.child.kill('SIGHUP');
    await expect.poll(() => client.exists('999_data'), { timeout: 10_000 }).toBe(0);
    expect((await cacher.end('SIGTERM')).exitCode).toBe(0);
  });
});
