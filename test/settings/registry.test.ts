import { describe, expect, test } from 'vitest';
import { SETTING_KEYS, SETTINGS, showSetting } from '../../src/settings/registry.ts';
import { parseRedisTarget } from '../../src/store/redis/target.ts';

function showRedis(url: string): unknown {
  const parsed = parseRedisTarget(url);
  if (parsed.kind === 'refused') throw new Error(parsed.reason);
  return showSetting('redis.url', parsed.target);
}

describe('showSetting', () => {
  test('shows a Redis URL with its password masked', () => {
    expect(showRedis('rediss://ward:secret@host/3')).toBe('rediss://ward:***@host:6379/3');
    expect(showRedis('redis://:secret@[::1]:7000')).toBe('redis://:***@[::1]:7000');
    expect(showRedis('redis://host')).toBe('redis://host:6379');
    expect(showRedis('redis://:secret@one,redis://:secret@[::1]:7')).toBe(
      'redis://:***@one:6379,redis://:***@[::1]:7',
    );
    expect(showRedis('redis://one,')).toBe('redis://one:6379,');
    expect(showRedis('rediss+sentinel://u:secret@one,two:7/ward/2')).toBe(
      'rediss+sentinel://u:***@one:26379,two:7/ward/2',
    );
  });

  test('shows the host of the API, and no part of its address that may be a token', () => {
    expect(showSetting('api.baseUrl', 'https://me:secret@host:8/secret/?key=secret')).toBe(
      'https://***@host:8/***?***',
    );
    expect(showSetting('api.baseUrl', 'http://127.0.0.1:8051/')).toBe('http://127.0.0.1:8051/');
  });

  test('shows the names of headers, and masks their values', () => {
    expect(showSetting('api.headers', { authorization: 'secret' })).toEqual({ authorization: '***' });
  });

  test('shows every default as a text or value that is read back as the same', () => {
    expect(showSetting('cacher.retention', 300_000)).toBe('5m');
    expect(showSetting('cacher.shard', { index: 2, count: 5 })).toBe('2/5');
    expect(showSetting('cacher.metrics', { host: '::1', port: 80 })).toBe('[::1]:80');
    expect(showSetting('simulate.fault', [{ kind: 'slow', probability: 0.1 }])).toBe('slow:0.1');
    for (const key of SETTING_KEYS) {
      const value = SETTINGS[key].default;
      if (value === null) expect(showSetting(key, value)).toBeNull();
      else expect(SETTINGS[key].read(showSetting(key, value))).toEqual(value);
    }
  });
});
