import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTING_KEYS } from '../../src/settings/registry.ts';
import { runFootwatch } from './run-footwatch.ts';

function folderWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-config-'));
  writeFileSync(join(folder, 'footwatch.yaml'), content);
  return folder;
}

const SECRET = 'hunter2';
const cwd = folderWith(
  `redis: {url: "redis://ward:${SECRET}@host:7000"}\napi: {headers: {x-key: "$\{KEY}"}}\ncacher: {interval: 1s, retention: 1h}\n`,
);
const env = { KEY: SECRET, FOOTWATCH_INTERVAL: '2s', FOOTWATCH_BASE_URL: `http://api/?token=${SECRET}` };

describe('config show', () => {
  test('prints every setting on a line, with its value and where it came from', async () => {
    const run = await runFootwatch(['config', 'show', '--log-level', 'debug'], { cwd, env });
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(SETTING_KEYS);
    const find = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.split(/ {2,}/);
    expect(find('redis.url')).toEqual(['redis.url', 'redis://ward:***@host:7000', 'file footwatch.yaml']);
    expect(find('cacher.interval')).toEqual(['cacher.interval', '2s', 'environment FOOTWATCH_INTERVAL']);
    expect(find('cacher.retention')).toEqual(['cacher.retention', '1h', 'file footwatch.yaml']);
    expect(find('log.level')).toEqual(['log.level', 'debug', 'flag --log-level']);
    expect(find('api.timeout')).toEqual(['api.timeout', '2s', 'default']);
  });

  test('prints the same as one JSON object, and does not take its own --json for a setting', async () => {
    const run = await runFootwatch(['config', 'show', '--json'], { cwd, env });
    const { file, settings } = JSON.parse(run.stdout);
    expect(file).toBe('footwatch.yaml');
    expect(Object.keys(settings)).toEqual(SETTING_KEYS);
    expect(settings['cacher.interval']).toEqual({
      value: '2s',
      origin: 'environment',
      from: 'FOOTWATCH_INTERVAL',
    });
    expect(settings['watch.json']).toEqual({ value: false, origin: 'default', from: null });
  });

  test('shows moments as they were given', async () => {
    const given = { FOOTWATCH_SINCE: '10m', FOOTWATCH_UNTIL: '2026-11-23T20:41:07Z' };
    const run = await runFootwatch(['config', 'show'], { cwd, env: { ...env, ...given } });
    expect(run.stdout).toMatch(/^output\.since +10m +environment FOOTWATCH_SINCE$/m);
    expect(run.stdout).toMatch(/^output\.until +2026-11-23T20:41:07\.000Z +environment FOOTWATCH_UNTIL$/m);
  });

  test('shows no secret', async () => {
    for (const args of [
      ['config', 'show'],
      ['config', 'show', '--json'],
    ]) {
      const run = await runFootwatch(args, { cwd, env });
      expect(run.stdout).toContain('x-key');
      expect(run.stdout).not.toContain(SECRET);
    }
  });
});

describe('config validate', () => {
  test('says which file is right, and exits 0', async () => {
    const run = await runFootwatch(['config', 'validate'], { cwd, env });
    expect(run).toEqual({
      exitCode: 0,
      stdout: 'footwatch.yaml is right; the environment is right and sets 2\n',
      stderr: '',
    });
  });

  test('says that there is no file', async () => {
    expect(await runFootwatch(['config', 'validate'])).toEqual({
      exitCode: 0,
      stdout: 'no configuration file was found; the environment sets nothing\n',
      stderr: '',
    });
  });

  test('exits 78 and names the file, the key and what is allowed', async () => {
    const run = await runFootwatch(['config', 'validate'], { cwd: folderWith('log: {level: loud}') });
    expect(run).toMatchObject({ exitCode: 78, stdout: '' });
    expect(run.stderr).toMatch(/footwatch\.yaml: log\.level is "loud"; must be silent, error/);
  });

  test('exits 2 without a subcommand, or with an unknown one', async () => {
    expect(await runFootwatch(['config'])).toMatchObject({ exitCode: 2, stdout: '' });
    const run = await runFootwatch(['config', 'shwo']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/shwo.*show/);
  });
});
