import { expect, test } from 'vitest';
import { digestApi } from '../../../src/cacher/lease/api-digest.ts';

test.each([
  ['http://ward-b.test:80/insoles/'],
  ['http://WARD-B.test/insoles/'],
  ['http://ward-b.test./insoles'],
  ['http://ward-b.test/insoles//'],
  ['http://nurse:hunter2@ward-b.test/insoles/'],
  ['http://ward-b.test/insoles/?token=hunter2'],
  ['http://ward-b.test/other/../insoles/'],
  ['http://ward-b.test/%69nsoles/'],
  ['http://ward-b.test/insoles/{patient}'],
  ['http://ward-b.test/insoles/%7Bpatient%7D?n=50'],
])('takes %s for the same API', (baseUrl) => {
  expect(digestApi(baseUrl)).toBe(digestApi('http://ward-b.test/insoles/'));
});

test('tells another scheme, host, port and path from one another', () => {
  const digests = [
    'http://ward-b.test/insoles/',
    'https://ward-b.test/insoles/',
    'http://ward-a.test/insoles/',
    'http://ward-b.test:8051/insoles/',
    'http://ward-b.test/',
    'http://ward-b.test/Insoles/',
    'http://ward-b.test/insoles%2F/',
  ].map(digestApi);
  expect(new Set(digests).size).toBe(digests.length);
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{16}$/);
});
