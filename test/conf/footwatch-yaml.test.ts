import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

describe('conf/footwatch.yaml', () => {
  const content = parse(readFileSync('conf/footwatch.yaml', 'utf8'));
  const resolved = resolveSettings({
    flags: {},
    environment: {},
    file: { name: 'conf/footwatch.yaml', content },
  });

  test("has the original program's settings", () => {
    expect(resolved).toMatchObject({
      kind: 'resolved',
      settings: {
        patients: [1, 2, 3, 4, 5, 6],
        'api.sensors': [0, 1, 2, 3, 4, 5],
        'cacher.interval': 300,
        'cacher.retention': 300_000,
        'cacher.cleanupInterval': 60_000,
        'cacher.simulateAnomalies': 0.02,
      },
    });
  });

  test('finds Redis and the API by their names in docker-compose.yml', () => {
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
    const hosts = [content.redis.url, content.api.baseUrl].map((url: string) => new URL(url).hostname);
    expect(hosts).toEqual(['redis', 'simulator']);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(hosts));
  });
});
