import { expect, test } from 'vitest';
import { diagnoseLeases } from '../../../src/core/diagnosis/diagnose-leases.ts';

test.each([[null], [{ polled: 0, ofOtherApi: 0 }]])(
  'says nothing where there is nothing to compare: %j',
  (facts) => {
    expect(diagnoseLeases(facts)).toEqual([]);
  },
);

test('is content with cachers of this API, and of any that tells none', () => {
  expect(diagnoseLeases({ polled: 6, ofOtherApi: 0 })).toMatchObject([
    { status: 'ok', message: expect.stringContaining('6 patients') },
  ]);
});

test('fails over a single patient of another API, with what to do', () => {
  expect(diagnoseLeases({ polled: 6, ofOtherApi: 1 })).toEqual([
    {
      name: 'redis leases',
      status: 'fail',
      message: '1 of 6 patients are polled by a cacher of another API: they are other people',
      advice: expect.stringContaining('redis.keyPrefix'),
    },
  ]);
});
