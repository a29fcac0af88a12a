import { readFileSync } from 'node:fs';
import { defaultLoaders } from 'cosmiconfig';
import { describe, expect, test } from 'vitest';
import { SETTING_KEYS, SETTINGS } from '../../src/settings/registry.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

const FILE = 'footwatch.yaml';

function complain(sources: { flags?: Record<string, unknown>; text?: string }): string {
  const { flags = {}, text } = sources;
  const file = text === undefined ? null : { name: FILE, content: defaultLoaders['.yaml'](FILE, text) };
  const resolved = resolveSettings({ flags, environment: {}, file });
  return resolved.kind === 'refused' ? resolved.message : 'no complaint';
}

describe('a refusal says what exactly is wrong', () => {
  test.each([
    ['interval', '19ms', 'it is under 20ms'],
    ['interval', '61m', 'it is over 1h'],
    ['interval', '-1s', 'it is negative'],
    ['interval', '5 min', 'min is none of the units ms, s, m and h'],
    ['interval', '1d', 'd is none of the units ms, s, m and h'],
    ['simulate-anomalies', '1.01', 'it is over 1'],
    ['simulate-anomalies', '-0.1', 'it is under 0'],
    ['cycles', '0', 'it is under 1'],
    ['cycles', '1.5', 'it is not whole'],
    ['port', '65536', 'it is over 65535'],
    ['patients', '9-1', 'the range 9-1 runs backwards'],
    ['patients', '1-200000', 'the range 1-200000 has more than 100000 numbers'],
    ['shard', '6/5', 'the last of 5 shares is 5/5'],
    ['metrics', '9464', 'the address is missing'],
    ['since', '2026-11-23T20:41', 'its zone is missing, such as Z or +01:00'],
    ['fault', 'flood:1', 'flood is no kind of fault'],
    ['output', ' ', 'it is empty'],
  ])('--%s %s: %s', (flag, text, reason) => {
    const message = complain({ flags: { [flag]: text } });
    expect(message.startsWith(`--${flag} is ${JSON.stringify(text)}; must be `)).toBe(true);
    expect(message.endsWith(`: ${reason}`)).toBe(true);
  });

  test.each([
    ['patients: [1, 2.5]', 'patients is a wrong list', 'entry 2 of the list is no whole number'],
    ['patients: []', 'patients is a wrong list', 'it is empty'],
    ['cacher: {rules: {stuck-lo: false}}', 'cacher.rules is a mapping', 'there is no "stuck-lo"'],
    ['cacher: {rules: {stuck-low: 1}}', 'cacher.rules is a mapping', 'stuck-low is neither true nor false'],
    ['cacher: {rules: [3]}', 'cacher.rules is a wrong list', 'a name is no text'],
    ['watch: {onAnomaly: [say, 3]}', 'watch.onAnomaly is a wrong list', 'entry 2 of the list is no text'],
    ['watch: {onAnomaly: [""]}', 'watch.onAnomaly is a wrong list', 'the program is missing'],
  ])('%s', (text, shown, reason) => {
    const message = complain({ text });
    expect(message).toContain(`${FILE}: ${shown}; must be `);
    expect(message).toMatch(new RegExp(`: ${reason}$`));
  });

  test.each([
    ['{x-key: 0123}', 'x-key: without quotes it is a number, not a text'],
    ['{x-key: 2026-11-23}', 'x-key: without quotes it is a date, not a text'],
    ['\n  x-key: #hunter2', 'x-key has no text; one that begins with # stands in quotes'],
    ['{x-key: [hunter2]}', 'x-key has no text; one that begins with # stands in quotes'],
    ['{x-key: "hunter2\\nmore"}', 'x-key: it has several lines'],
    ['{x-key: "hunter2 \\u0142"}', 'x-key: it has a character that is not in Latin-1'],
    ['{x-key: "hunter2 \\u0007"}', 'x-key: it has a control character'],
    ['{x-ward: gait, "x hunter2": a}', 'the name of header 2 has a character that HTTP does not allow there'],
  ])('api.headers %s', (headers, reason) => {
    expect(complain({ text: `api:\n headers: ${headers}` })).toBe(
      `${FILE}: api.headers is wrong; must be header names with texts of one line, in Latin-1: ${reason}`,
    );
  });

  test.each([
    ['ftp://hunter2@host/', 'it does not begin with http:// or https://'],
    ['hunter2:80', 'it does not begin with http:// or https://'],
    ['http://', 'its host or its port is wrong'],
    ['http://hunter2:99999/', 'its host or its port is wrong'],
    ['http://host/#hunter2', 'what follows its # is never sent'],
    ['http://hunter2%zz@host/', 'its user or password has a % that encodes nothing'],
  ])('--base-url %s', (url, reason) => {
    const message = complain({ flags: { 'base-url': url } });
    expect(message).toMatch(/^--base-url is wrong; must be an http:/);
    expect(message.endsWith(`: ${reason}`)).toBe(true);
    expect(message).not.toContain('hunter2');
  });

  test('but shows nothing of a Redis URL', () => {
    expect(complain({ flags: { redis: 'redis://:hunter2@host:0' } })).toMatch(
      /^--redis is wrong; must be redis:\/\/.*: the port is no number from 1 to 65535$/,
    );
  });
});

/** What YAML takes for a number, a switch or a date, so that other text would arrive than was written. */
const NO_TEXTS = ['0123', '1e5', '0x1F', '.5', 'true', '2026-11-23', '2026-11-23T20:41:07Z'];
/** Whatever takes free text: all of these refuse what is not written as text. */
const FREE_TEXTS = SETTING_KEYS.filter((key) =>
  JSON.stringify(SETTINGS[key].fileSchema).startsWith('{"type":"string"'),
);

describe('a text of a file is never made of a number, a switch or a date', () => {
  test('holds for what names files, addresses, users and passwords', () => {
    expect(FREE_TEXTS).toEqual(
      expect.arrayContaining([
        'redis.url',
        'redis.password',
        'redis.username',
        'redis.passwordFile',
        'redis.ca',
      ]),
    );
  });

  test.each(FREE_TEXTS)('%s', (key) => {
    const [section, name] = key.split('.');
    for (const value of NO_TEXTS) {
      const text = name === undefined ? `${section}: ${value}` : `${section}: {${name}: ${value}}`;
      const message = complain({ text });
      expect(message).toMatch(
        new RegExp(`^${FILE}: ${key} is .*; must be .*: without quotes it is .*, not a text$`),
      );
      if (SETTINGS[key].secret) expect(message).toMatch(`${key} is wrong; must be `);
    }
  });

  test('what is in quotes is taken as it is', () => {
    for (const value of NO_TEXTS) {
      const content = defaultLoaders['.yaml'](FILE, `redis: {password: "${value}"}`);
      const resolved = resolveSettings({ flags: {}, environment: {}, file: { name: FILE, content } });
      expect(resolved).toMatchObject({ settings: { 'redis.password': value }, warnings: [] });
    }
  });

  test('an unquoted time is told too', () => {
    expect(complain({ text: 'output: {since: 2026-11-23T20:41:07Z}' })).toMatch(
      /output\.since is a date; must be a duration such as 10m.*: without quotes it is a date, not a text$/,
    );
  });

  test('the example configuration has nothing to refuse', () => {
    expect(complain({ text: readFileSync('conf/footwatch.yaml', 'utf8') })).toBe('no complaint');
  });
});

describe('a password that is likely not meant as it stands', () => {
  const warn = (sources: { environment?: Record<string, string>; text?: string }) => {
    const content = defaultLoaders['.yaml'](FILE, sources.text ?? '{}');
    const file = { name: FILE, content };
    const resolved = resolveSettings({ flags: {}, environment: sources.environment ?? {}, file });
    return resolved.kind === 'resolved' ? resolved.warnings : [resolved.message];
  };

  test('is taken with the blanks around it, with a warning', () => {
    const environment = { FOOTWATCH_REDIS_PASSWORD: 'hunter2 ' };
    expect(warn({ environment })).toEqual([
      'FOOTWATCH_REDIS_PASSWORD begins or ends with a blank, which is taken as a part of it',
    ]);
    expect(resolveSettings({ flags: {}, environment, file: null })).toMatchObject({
      settings: { 'redis.password': 'hunter2 ' },
    });
  });

  test('is told to be none where YAML reads it as a comment, unless another source gives it', () => {
    const text = 'redis:\n  password: #hunter2\n';
    expect(warn({ text })).toEqual([
      `${FILE}: redis.password is empty, so that it is not set; in YAML a text that begins with # stands in quotes`,
    ]);
    expect(warn({ text, environment: { FOOTWATCH_REDIS_PASSWORD: 'x' } })).toEqual([]);
  });
});
