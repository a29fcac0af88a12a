import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Run, runFootwatch } from './run-footwatch.ts';

const API = ['--base-url', 'http://127.0.0.1:9/'];

function configFile(content: string, name = 'footwatch.yaml'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'footwatch-config-')), name);
  writeFileSync(path, content);
  return path;
}

function expectOneLine({ stdout, stderr }: Run, pattern: RegExp): void {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^footwatch: [^\n]+\n$/);
  expect(stderr).toMatch(pattern);
}

describe('wrong usage ends with one line on stderr and exit code 2', () => {
  test.each<[string, string[], RegExp]>([
    ['a cacher without a base URL', ['cacher'], /--base-url/],
    [
      'a value that is no duration',
      ['cacher', ...API, '--interval', 'banana'],
      /--interval is "banana"; must be a duration/,
    ],
    ['an interval below the least', ['cacher', ...API, '--interval', '1ms'], /from 20ms to 1h/],
    [
      'a shard beyond the last',
      ['cacher', ...API, '--shard', '6/5'],
      /--shard is "6\/5"; must be 1\/N to N\/N/,
    ],
    ['an unknown option', ['cacher', '--intervall', '1s'], /unknown option '--intervall'.*--interval/],
    ['an unknown command', ['cachr'], /unknown command 'cachr'.*cacher/],
    ['an argument too many', ['watch', '3'], /too many arguments/],
    ['an option without its value', ['watch', '--patient'], /argument missing/],
    ['a probability above one', ['cacher', ...API, '--simulate-anomalies', '2'], /a number from 0 to 1/],
    [
      'a theme that does not exist',
      ['watch', '--theme', 'blue'],
      /--theme is "blue"; must be auto, dark, light or mono/,
    ],
    ['patients that are no list', ['watch', '--patient', 'x'], /numbers and ranges/],
    ['a fault that does not exist', ['simulate', '--fault', 'flood:0.1'], /timeout, error, garbage/],
    ['an address that is no URL', ['cacher', '--base-url', 'localhost:80'], /http:\/\/ or https:\/\//],
  ])('%s', async (_, args, pattern) => {
    const run = await runFootwatch(args);
    expectOneLine(run, pattern);
    expect(run.exitCode).toBe(2);
  });

  test.each(['got', 'undici'])(
    'a password in the base URL that is not percent-encoded, with %s',
    async (client) => {
      for (const credentials of ['us%er:secret', 'user:%zzsecret', 'user:%ffsecret']) {
        const baseUrl = `http://${credentials}@127.0.0.1:9/`;
        const run = await runFootwatch(['cacher', '--base-url', baseUrl, '--api-client', client]);
        expectOneLine(
          run,
          /--base-url is wrong; must be an http:.* each % in user or password written as %25/,
        );
        expect(run.stderr).not.toContain('secret');
        expect(run.exitCode).toBe(2);
      }
    },
  );

  test.each([[[]], [['config']]])('without a command, help is on stderr: footwatch %j', async (args) => {
    const run = await runFootwatch(args);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/^Usage: footwatch .*Commands:/s);
  });

  test('shows no part of a wrong Redis URL, which may hold a password', async () => {
    const run = await runFootwatch(['watch', '--redis', 'redis://user:secret@host/x/y']);
    expectOneLine(run, /--redis is wrong; must be redis:/);
    expect(run.stderr).not.toContain('secret');
    expect(run.exitCode).toBe(2);
  });
});

describe('wrong configuration ends with one line on stderr and exit code 78', () => {
  test('names a fault that does not exist, and the place of the value', async () => {
    const fromEnvironment = await runFootwatch(['simulate'], { env: { FOOTWATCH_FAULT: 'flood:1' } });
    expectOneLine(fromEnvironment, /FOOTWATCH_FAULT is "flood:1"; must be KIND:P/);
    expect(fromEnvironment.exitCode).toBe(78);
    const file = configFile('simulate: {fault: "flood:1"}\n');
    const fromFile = await runFootwatch(['simulate', '--config', file]);
    expectOneLine(fromFile, /footwatch\.yaml: simulate\.fault is "flood:1"; must be KIND:P/);
    expect(fromFile.exitCode).toBe(78);
  });

  test('names a package.json that cannot be parsed, where settings are searched too', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'footwatch-config-'));
    writeFileSync(join(cwd, 'package.json'), '{');
    const run = await runFootwatch(['watch', '--once', '--redis', 'redis://127.0.0.1:9'], { cwd });
    expectOneLine(run, /package\.json: not readable as YAML or JSON: line 1: Expected property name/);
    expect(run.exitCode).toBe(78);
  });

  test('names an unknown key of a file and the keys that are allowed', async () => {
    const file = configFile('cacher:\n  intervall: 300ms\n');
    const run = await runFootwatch(['cacher', ...API, '--config', file]);
    expectOneLine(
      run,
      /footwatch\.yaml: unknown key "cacher\.intervall"; allowed in cacher are shard, interval, source, maxBackoff, retention/,
    );
    expect(run.exitCode).toBe(78);
  });

  test.each<[string, string, RegExp]>([
    ['a wrong value', 'cacher: {interval: soon}', /cacher\.interval is "soon"; must be a duration/],
    ['a value where keys are expected', 'cacher: 3', /cacher must be a mapping with the keys/],
    ['a list', '- 1', /must be a mapping/],
  ])('%s', async (_, content, pattern) => {
    const run = await runFootwatch(['cacher', ...API, '--config', configFile(content)]);
    expectOneLine(run, pattern);
    expect(run.exitCode).toBe(78);
  });

  test.each<[string, string, string]>([
    ['footwatch.yaml', 'patients: 1\n  bad: hunter2\n', 'line 2: bad indentation of a mapping entry'],
    ['footwatch.yaml', 'redis:\n  password: *hunter2\n', 'line 2: unidentified alias …'],
    ['footwatch.yaml', '---\npatients: 1\n---\n', 'expected a single document in the stream, but found more'],
    ['footwatch.json', '{\n "patients": "hunter2",\n}', 'line 3: Expected double-quoted property name'],
    ['footwatch.json', '{"patients": hunter2}', "line 1: Unexpected token 'h'"],
  ])(
    'names the line of %s that cannot be parsed, and shows nothing of it: %j',
    async (name, content, why) => {
      const file = configFile(content, name);
      const run = await runFootwatch(['cacher', ...API, '--config', file]);
      expect(run).toEqual({
        exitCode: 78,
        stdout: '',
        stderr: `footwatch: ${file}: not readable as YAML or JSON: ${why}\n`,
      });
    },
  );

  test('names a file that does not exist', async () => {
    const run = await runFootwatch(['cacher', ...API, '--config', '/nowhere/footwatch.yaml']);
    expectOneLine(run, /\/nowhere\/footwatch\.yaml: no such file/);
    expect(run.exitCode).toBe(78);
  });

  test('never runs a configuration file', async () => {
    const file = configFile('process.stdout.write("ran"); module.exports = {};', 'footwatch.cjs');
    const run = await runFootwatch(['cacher', ...API, '--config', file]);
    expectOneLine(run, /is code/);
    expect(run.exitCode).toBe(78);
  });

  test('names an environment variable with a wrong value', async () => {
    const run = await runFootwatch(['cacher', ...API], { env: { FOOTWATCH_INTERVAL: 'banana' } });
    expectOneLine(run, /FOOTWATCH_INTERVAL is "banana"; must be a duration/);
    expect(run.exitCode).toBe(78);
  });
});

describe('a value that the command itself refuses', () => {
  const file = configFile('output: {format: table, record: walk}\nwatch: {patient: 3-4}\n');
  test.each<[string, string[], Record<string, string>, number, string]>([
    ['a flag', ['export', '--format', 'json'], {}, 2, '--format is "json"; must be ndjson or csv'],
    [
      'the environment',
      ['anomalies'],
      { FOOTWATCH_FORMAT: 'ndjson' },
      78,
      'FOOTWATCH_FORMAT is "ndjson"; must be table, json or csv',
    ],
    [
      'a file',
      ['export', '--config', file],
      {},
      78,
      `${file}: output.format is "table"; must be ndjson or csv`,
    ],
    [
      'a flag',
      ['replay', 'any', '--patient', '3,4'],
      {},
      2,
      '--patient must be one patient, as replay plays only one',
    ],
    [
      'the environment',
      ['replay', 'any'],
      { FOOTWATCH_PATIENT: '3,4' },
      78,
      'FOOTWATCH_PATIENT must be one patient, as replay plays only one',
    ],
    [
      'a file',
      ['replay', 'any', '--config', file],
      {},
      78,
      `${file}: watch.patient must be one patient, as replay plays only one`,
    ],
    ['a flag of speech', ['watch', '--json', '--speak'], {}, 2, '--speak cannot be used with --json'],
    ['a flag', ['watch', '--once', '--record', 'walk'], {}, 2, '--record cannot be used with --once'],
    [
      'the environment',
      ['watch', '--once'],
      { FOOTWATCH_RECORD: 'walk' },
      78,
      'FOOTWATCH_RECORD cannot be used with --once',
    ],
    [
      'a file',
      ['watch', '--config', file],
      { FOOTWATCH_ONCE: '1' },
      78,
      `${file}: output.record cannot be used with FOOTWATCH_ONCE`,
    ],
  ])('blames %s that it came from: %j %j', async (_, args, env, exitCode, message) => {
    expect(await runFootwatch(args, { env })).toEqual({
      exitCode,
      stdout: '',
      stderr: `footwatch: ${message}\n`,
    });
  });
});

describe('help and version', () => {
  test('prints help on stdout, with examples', async () => {
    const run = await runFootwatch(['cacher', '--help']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toContain('--base-url');
    expect(run.stdout).toContain('Examples:');
  });

  test('prints the version', async () => {
    expect(await runFootwatch(['--version'])).toMatchObject({ exitCode: 0, stdout: '0.1.0\n', stderr: '' });
  });
});
