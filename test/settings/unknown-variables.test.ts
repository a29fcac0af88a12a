import { expect, test } from 'vitest';
import { getEnvironmentVariable, SETTING_KEYS } from '../../src/settings/registry.ts';
import { describeUnknownVariables } from '../../src/settings/unknown-variables.ts';

test.each([
  ['FOOTWATCH_BASEURL', 'FOOTWATCH_BASE_URL'],
  ['FOOTWATCH_API_BASE_URL', 'FOOTWATCH_BASE_URL'],
  ['FOOTWATCH_REDIS_URL', 'FOOTWATCH_REDIS'],
  ['FOOTWATCH_INTERVALL', 'FOOTWATCH_INTERVAL'],
  ['FOOTWATCH_CACHER_INTERVAL', 'FOOTWATCH_INTERVAL'],
  ['FOOTWATCH_PATEINTS', 'FOOTWATCH_PATIENTS'],
  ['FOOTWATCH_REDIS_PASWORD', 'FOOTWATCH_REDIS_PASSWORD'],
  ['FOOTWATCH_CONFIG_FILE', 'FOOTWATCH_CONFIG'],
  ['FOOTWATCH_LOGLEVEL', 'FOOTWATCH_LOG_LEVEL'],
  ['footwatch_base_url', 'FOOTWATCH_BASE_URL'],
  ['FOOTWATCH_API_HEADERS', 'api.headers in a configuration file, as it has no variable'],
])('%s: did you mean %s?', (name, meant) => {
  expect(describeUnknownVariables({ [name]: 'hunter2' })).toEqual([
    `${name} is no variable of footwatch, and sets nothing; did you mean ${meant}?`,
  ]);
});

test('suggests nothing that is far off, and shows no value', () => {
  expect(describeUnknownVariables({ FOOTWATCH_XYZZY: 'hunter2' })).toEqual([
    'FOOTWATCH_XYZZY is no variable of footwatch, and sets nothing; footwatch config show lists the settings',
  ]);
});

test('says nothing of variables that are known, empty, or those of others', () => {
  const known = SETTING_KEYS.map((key) => [getEnvironmentVariable(key) ?? 'HOME', 'x']);
  expect(describeUnknownVariables(Object.fromEntries(known))).toEqual([]);
  expect(
    describeUnknownVariables({
      FOOTWATCH_CONFIG: 'x',
      FOOTWATCH_BASEURL: '',
      MY_FOOTWATCH_BASEURL: 'x',
      FOOTWATCH_ANOMALY_PATIENT: '3',
      FOOTWATCH_ANOMALY_PEAK: '1023',
      FOOTWATCH_SERVICE_HOST: '10.0.0.1',
      FOOTWATCH_PORT_8051_TCP_ADDR: '10.0.0.1',
    }),
  ).toEqual([]);
});
