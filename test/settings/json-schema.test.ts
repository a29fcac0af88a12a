import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeSettingsSchema } from '../../src/settings/json-schema.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

const compile = () => new Ajv({ strict: true, allowUnionTypes: true }).compile(makeSettingsSchema());
const resolves = (content: unknown) =>
  resolveSettings({ flags: {}, environment: {}, file: { name: 'footwatch.yaml', content } }).kind ===
  'resolved';

describe('the JSON Schema of the settings', () => {
  test('is the one in conf/schemas (vitest run test/settings/json-schema.test.ts --update writes it)', async () => {
    const text = `${JSON.stringify(makeSettingsSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../conf/schemas/footwatch.json');
  });

  test('accepts the example configuration, which names the schema in its first line', () => {
    const text = readFileSync('conf/footwatch.yaml', 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=schemas\/footwatch\.json\n/);
    const validate = compile();
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    'cacher: {interval: 300ms, retention: 60, cleanupInterval: 1.5 m}',
    'cacher: {rules: [stuck-low], cycles: 3, simulateAnomalies: 0.5}',
    'cacher: {rules: {stuck-low: false}}',
    'patients: [1, 2]',
    'patients: 1-6, 9',
    'patients: 3',
    'watch: {json: true}',
    'api: {headers: {x-key: word}, sensors: 0-5, client: got}',
    'redis:',
    'cacher: {interval: }',
    'redis: {url: "redis://h", keyStyle: braced}',
    'redis: {keyPrefix: "wardB:"}',
    'log: {level: debug, format: json}',
  ])('accepts what footwatch accepts: %s', (text) => {
    expect(resolves(parse(text))).toBe(true);
    const validate = compile();
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  test.each([
    'cacher: {intervall: 1s}',
    'cacher: {interval: soon}',
    'cacher: {interval: 0.001}',
    'cacher: {cycles: 0}',
    'cacher: {cycles: 1.5}',
    'cacher: {rules: [none]}',
    'cacher: 3',
    'patients: [a]',
    'patients: []',
    'watch: {json: 3}',
    'api: {headers: [a]}',
    'redis: {keyStyle: curly}',
    'redis: {keyPrefix: "ward B:"}',
    'redis: {keyPrefix: 7}',
    'log: {level: loud}',
    '- 1',
  ])('refuses what footwatch refuses: %s', (text) => {
    expect(resolves(parse(text))).toBe(false);
    expect(compile()(parse(text))).toBe(false);
  });
});
