import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/core/refusal.ts';
import { SETTINGS } from '../../src/settings/registry.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

const resolve = (content: unknown) =>
  resolveSettings({ flags: {}, environment: {}, file: { name: 'footwatch.yaml', content } });

describe('cacher.rules', () => {
  const ALL = ['frozen-clock', 'stuck-high', 'stuck-low', 'swapped'];
  const rules = (value: unknown) => {
    const resolved = resolve({ cacher: { rules: value } });
    return resolved.kind === 'resolved' ? resolved.settings['cacher.rules'] : resolved.message;
  };

  test('are all on by default', () => {
    const resolved = resolve(null);
    expect(resolved).toMatchObject({ kind: 'resolved', settings: { 'cacher.rules': ALL } });
  });

  test('can be switched off one by one', () => {
    for (const name of ALL) {
      expect(rules({ [name]: false })).toEqual(ALL.filter((other) => other !== name));
    }
    expect(rules({ 'stuck-low': true })).toEqual(ALL);
  });

  test('can be given as a list of those that are on', () => {
    expect(rules(['stuck-high', 'frozen-clock'])).toEqual(['frozen-clock', 'stuck-high']);
    expect(rules([])).toEqual([]);
  });

  test('are refused with the known names when one is unknown', () => {
    for (const wrong of [{ 'stuck-lo': false }, ['stuck-lo'], { 'stuck-low': 'perhaps' }, 7]) {
      expect(rules(wrong)).toMatch(
        /^footwatch\.yaml: cacher\.rules is .*; must be a mapping of frozen-clock, stuck-high, stuck-low or swapped to/,
      );
    }
  });
});

test('a command is split at blanks, or a list whose words may contain blanks', () => {
  const { read } = SETTINGS['watch.onAnomaly'];
  expect(read(' notify-send  anomaly ')).toEqual(['notify-send', 'anomaly']);
  expect(read(['notify-send', 'an anomaly', ''])).toEqual(['notify-send', 'an anomaly', '']);
  for (const wrong of ['', ' ', {}]) expect(read(wrong)).toBeNull();
  for (const wrong of [[], [''], ['a', 1], 3]) expect(read(wrong)).toBeInstanceOf(Refusal);
});
