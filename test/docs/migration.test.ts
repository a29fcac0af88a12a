import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SETTING_KEYS } from '../../src/settings/registry.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

const PAGE = readFileSync('docs/migration.md', 'utf8');
/** Every name of the original's conf.py. */
const ORIGINAL = [
  ...['HOST', 'PORT', 'BASE_URL', 'IDS', 'REQUEST_DELAY', 'MAX_SEC', 'CLEAR_DELAY', 'ANOMALIES_TRASHOLD'],
  ...['SENSOR_NUMBER', 'SENSORS_ID'],
];

describe('docs/migration.md', () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| `'));
  const namesIn = (cell = '') => Array.from(cell.matchAll(/`([\w.]+)`/g), ([, name = '']) => name);

  test('has each name of conf.py, and the setting that takes its place', () => {
    expect(rows.flatMap((row) => namesIn(row.split(' | ')[0])).sort()).toEqual([...ORIGINAL].sort());
    const settings = rows.flatMap((row) => namesIn(row.split(' | ')[1]));
    expect(settings.filter((key) => !(SETTING_KEYS as readonly string[]).includes(key))).toEqual([]);
  });

  test('has a configuration file with the values of the original', () => {
    const [, block = ''] = /```yaml\n(.*?)```/s.exec(PAGE) ?? [];
    const file = { name: 'footwatch.yaml', content: parse(block) };
    const resolved = resolveSettings({ flags: {}, environment: {}, file });
    expect(resolved).toMatchObject({
      kind: 'resolved',
      settings: {
        patients: [1, 2, 3, 4, 5, 6],
        'cacher.interval': 300,
        'cacher.retention': 300_000,
        'cacher.cleanupInterval': 60_000,
        'cacher.simulateAnomalies': 0.5,
        'api.sensors': [0, 1, 2, 3, 4, 5],
      },
    });
  });
});
