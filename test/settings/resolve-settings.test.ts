import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import {
  getEnvironmentVariable,
  SETTING_KEYS,
  SETTINGS,
  type Settings,
} from '../../src/settings/registry.ts';
import {
  type ResolvedSettings,
  resolveSettings,
  type SettingSources,
} from '../../src/settings/resolve-settings.ts';

const FILE = 'footwatch.yaml';

function resolve(sources: Partial<SettingSources> & { content?: unknown }): ResolvedSettings {
  const { content, ...rest } = sources;
  const file = content === undefined ? null : { name: FILE, content };
  return resolveSettings({ flags: {}, environment: {}, file, ...rest });
}

function resolveOrThrow(sources: Parameters<typeof resolve>[0]): Settings {
  const result = resolve(sources);
  if (result.kind !== 'resolved') throw new Error(result.message);
  return result.settings;
}

function getComplaint(sources: Parameters<typeof resolve>[0]): string {
  const result = resolve(sources);
  return result.kind === 'resolved' ? 'no complaint' : `${result.source}: ${result.message}`;
}

describe('resolveSettings', () => {
  test('uses the default of every setting that nothing sets', () => {
    const result = resolve({});
    expect(result).toMatchObject({ kind: 'resolved' });
    if (result.kind !== 'resolved') return;
    for (const key of SETTING_KEYS) {
      expect(result.settings[key]).toEqual(SETTINGS[key].default);
      expect(result.origins[key]).toEqual({ kind: 'default', place: key });
    }
  });

  test('prefers flags to the environment to the file to the defaults, and says where each value came from', () => {
    const content = { cacher: { interval: '1s', retention: '10m', cleanupInterval: '30s' } };
    const environment = { FOOTWATCH_INTERVAL: '2s', FOOTWATCH_RETENTION: '20m' };
    const result = resolve({ flags: { interval: '3s' }, environment, content });
    expect(result).toMatchObject({
      settings: {
        'cacher.interval': 3000,
        'cacher.retention': 1_200_000,
        'cacher.cleanupInterval': 30_000,
        'api.timeout': 2000,
      },
      origins: {
        'cacher.interval': { kind: 'flag', place: '--interval' },
        'cacher.retention': { kind: 'environment', place: 'FOOTWATCH_RETENTION' },
        'cacher.cleanupInterval': { kind: 'file', place: `${FILE}: cacher.cleanupInterval` },
        'api.timeout': { kind: 'default', place: 'api.timeout' },
      },
    });
  });

  test('reads the same value from every source', () => {
    expect(resolveOrThrow({ flags: { patients: '1-3,9' } }).patients).toEqual([1, 2, 3, 9]);
    expect(resolveOrThrow({ environment: { FOOTWATCH_PATIENTS: '1-3,9' } }).patients).toEqual([1, 2, 3, 9]);
    expect(resolveOrThrow({ content: { patients: '1-3,9' } }).patients).toEqual([1, 2, 3, 9]);
    expect(resolveOrThrow({ content: { patients: [1, 2, 3, 9] } }).patients).toEqual([1, 2, 3, 9]);
    expect(resolveOrThrow({ content: { patients: 3 } }).patients).toEqual([3]);
  });

  test('ignores an empty variable, and an empty value of the file', () => {
    expect(resolveOrThrow({ environment: { FOOTWATCH_INTERVAL: '' } })['cacher.interval']).toBe(300);
    expect(resolveOrThrow({ content: { cacher: { interval: null } } })['cacher.interval']).toBe(300);
    expect(resolveOrThrow({ content: { cacher: null } })['cacher.interval']).toBe(300);
    expect(resolveOrThrow({ content: null })['cacher.interval']).toBe(300);
  });

  test('names the source and the place of a wrong value, and what it must be', () => {
    const allowed = 'must be a duration from 20ms to 1h, such as 300ms, 2s, 5m or 1h';
    expect(getComplaint({ flags: { interval: 'banana' } })).toBe(`flag: --interval is "banana"; ${allowed}`);
    expect(getComplaint({ environment: { FOOTWATCH_INTERVAL: 'banana' } })).toBe(
      `environment: FOOTWATCH_INTERVAL is "banana"; ${allowed}`,
    );
    expect(getComplaint({ content: { cacher: { interval: 'banana' } } })).toBe(
      `file: ${FILE}: cacher.interval is "banana"; ${allowed}`,
    );
  });

  test.each([
    ['interval', '19ms'],
    ['interval', '61m'],
    ['interval', '-1s'],
    ['retention', '99ms'],
    ['retention', '9000h'],
    ['cleanup-interval', '600h'],
    ['timeout', '9ms'],
    ['simulate-anomalies', '1.01'],
    ['simulate-anomalies', '-0.1'],
    ['simulate-anomalies', ''],
    ['cycles', '0'],
    ['cycles', '1.5'],
    ['cycles', '1e3'],
    ['patients', ''],
    ['patients', '3-1'],
    ['base-url', 'ftp://127.0.0.1/'],
    ['base-url', 'http://127.0.0.1/#patient'],
    ['base-url', '127.0.0.1:8051'],
    ['redis', 'http://127.0.0.1:6379'],
    ['port', '65536'],
    ['api-client', 'curl'],
    ['log-level', 'loud'],
    ['log-format', 'xml'],
    ['once', 'perhaps'],
  ])('refuses --%s %j', (flag, text) => {
    expect(getComplaint({ flags: { [flag]: text } })).toMatch(`flag: --${flag} is `);
  });

  test('shortens a long wrong value', () => {
    const complaint = getComplaint({ flags: { interval: `banana\n${'x'.repeat(1000)}` } });
    expect(complaint.length).toBeLessThan(200);
    expect(complaint).not.toContain('\n');
  });

  test('never shows an address or a header, which may contain a password', () => {
    const complaints = [
      getComplaint({ flags: { redis: 'http://:hunter2@127.0.0.1' } }),
      getComplaint({ flags: { 'base-url': 'ftp://user:hunter2@127.0.0.1' } }),
      getComplaint({ content: { api: { headers: { Authorization: 'hunter2\n' } } } }),
      getComplaint({ content: { redis: 'redis://:hunter2@127.0.0.1' } }),
      getComplaint({ content: { redis: { password: ['hunter2'] } } }),
      getComplaint({ environment: { FOOTWATCH_REDIS_PASSWORD: 'hunter2\nand more' } }),
    ];
    for (const complaint of complaints) {
      expect(complaint).toMatch(/must be/);
      expect(complaint).not.toContain('hunter2');
    }
  });

  test('names an unknown key of the file, and the keys that are allowed in its place', () => {
    expect(getComplaint({ content: { cacher: { intervall: '1s' } } })).toBe(
      `file: ${FILE}: unknown key "cacher.intervall"; allowed in cacher are shard, interval, source, maxBackoff, retention, ` +
        'cleanupInterval, simulateAnomalies, rules, cycles, duration, metrics',
    );
    expect(getComplaint({ content: { cachr: {} } })).toMatch(
      `${FILE}: unknown key "cachr"; allowed are redis, api, patients, insole, insoles, cacher, metrics, watch, output, export, keep, erase, check, simulate, serve, log`,
    );
  });

  test.each([
    ['a list', [1]],
    ['a text', 'interval: 1s'],
  ])('refuses a file that is %s', (_, content) => {
    expect(getComplaint({ content })).toMatch(`file: ${FILE}: must be a mapping`);
  });

  test('refuses a section that is not a mapping', () => {
    expect(getComplaint({ content: { cacher: 300 } })).toMatch(`${FILE}: cacher must be a mapping`);
  });

  test('takes no inherited property of objects for a setting', () => {
    expect(getComplaint({ content: JSON.parse('{"__proto__": {"interval": 1}}') })).toMatch('unknown key');
    expect(getComplaint({ content: { constructor: 1 } })).toMatch('unknown key');
  });

  test('ends the address of the API with a slash, unless it has a query', () => {
    const baseUrl = (text: string) => resolveOrThrow({ flags: { 'base-url': text } })['api.baseUrl'];
    expect(baseUrl('http://127.0.0.1:8051')).toBe('http://127.0.0.1:8051/');
    expect(baseUrl('http://127.0.0.1:8051/api')).toBe('http://127.0.0.1:8051/api/');
    expect(baseUrl('http://127.0.0.1:8051/api?id=')).toBe('http://127.0.0.1:8051/api?id=');
  });

  test('takes a password from the environment or a file, but from no flag', () => {
    const content = { redis: { password: 'of the file', username: 'watch' } };
    const environment = { FOOTWATCH_REDIS_PASSWORD: 'of the environment' };
    expect(resolveOrThrow({ content })['redis.password']).toBe('of the file');
    expect(resolveOrThrow({ content, environment })['redis.password']).toBe('of the environment');
    expect(resolveOrThrow({ flags: { 'redis-password': 'of a flag' } })['redis.password']).toBeNull();
  });

  describe('headers', () => {
    test.each([
      ['Connection', 'Connection cannot be set, as the HTTP client needs it itself'],
      ['transfer-encoding', 'transfer-encoding cannot be set, as the HTTP client needs it itself'],
      ['x-WARD', 'x-WARD is there twice; capitals make no difference in the name of a header'],
    ])('are refused where %s cannot be sent', (name, reason) => {
      const content = { api: { headers: { 'X-Ward': 'gait', [name]: 'x' } } };
      expect(getComplaint({ content })).toBe(`file: ${FILE}: api.headers: ${reason}`);
    });

    const headers = { Authorization: `Bearer ${'$'}{TOKEN}`, 'X-Ward': 'gait' };

    test('take their secrets from the environment', () => {
      const settings = resolveOrThrow({ content: { api: { headers } }, environment: { TOKEN: 'hunter2' } });
      expect(settings['api.headers']).toEqual({ Authorization: 'Bearer hunter2', 'X-Ward': 'gait' });
    });

    test.each([
      [{}, 'it is not set'],
      [{ TOKEN: 'two\nlines' }, 'it has several lines'],
      [{ TOKEN: 'zażółć' }, 'it has a character that is not in Latin-1'],
      [{ TOKEN: 'a\u0007' }, 'it has a control character'],
    ])('are refused when the variable is %j', (environment, fault) => {
      expect(getComplaint({ content: { api: { headers } }, environment })).toBe(
        `file: ${FILE}: api.headers: Authorization needs the environment variable TOKEN, ` +
          `which must be one line of text in Latin-1: ${fault}`,
      );
    });

    test('must have names that HTTP allows', () => {
      expect(getComplaint({ content: { api: { headers: { 'two words': 'x' } } } })).toMatch('api.headers');
    });
  });
});

describe('getEnvironmentVariable', () => {
  test('makes the name from the flag, and gives null for a setting of files only', () => {
    expect(getEnvironmentVariable('cacher.cleanupInterval')).toBe('FOOTWATCH_CLEANUP_INTERVAL');
    expect(getEnvironmentVariable('redis.password')).toBe('FOOTWATCH_REDIS_PASSWORD');
    expect(getEnvironmentVariable('api.sensors')).toBeNull();
  });
});

describe('SETTINGS', () => {
  test('use no flag twice in one command', () => {
    for (const [command, { settings }] of Object.entries(COMMANDS)) {
      const flags = settings.flatMap((key) => (SETTINGS[key] as { flag?: string }).flag ?? []);
      expect(new Set(flags).size, command).toBe(flags.length);
    }
  });

  test('share a flag only where two commands name the same thing', () => {
    const flags = SETTING_KEYS.flatMap((key) => (SETTINGS[key] as { flag?: string }).flag ?? []);
    expect(flags.filter((flag, index) => flags.indexOf(flag) !== index)).toEqual(['host', 'port']);
  });

  test('accept their own defaults that are texts', () => {
    for (const key of SETTING_KEYS) {
      const fallback = SETTINGS[key].default;
      if (typeof fallback !== 'string' || fallback === '') continue;
      expect(SETTINGS[key].read(fallback)).toBe(fallback);
    }
  });
});
