import { expect, test } from 'vitest';
import { type CacherFacts, diagnoseCacher } from '../../../src/core/diagnosis/diagnose-cacher.ts';

const diagnose = (facts: CacherFacts) => diagnoseCacher(facts, 'set api.client to undici');

test('is content with a cacher that is ready and holds its interval, or does not tell whether it does', () => {
  const ready = { kind: 'answered', notReadyReason: null, isBehind: false } as const;
  expect(diagnose(ready).map(({ name, status }) => [name, status])).toEqual([
    ['cacher', 'ok'],
    ['cacher pace', 'ok'],
  ]);
  expect(diagnose({ ...ready, isBehind: null })).toHaveLength(1);
});

test('names what helps where the interval is not held', () => {
  const findings = diagnose({ kind: 'answered', notReadyReason: null, isBehind: true });
  expect(findings[1]).toMatchObject({
    name: 'cacher pace',
    status: 'warn',
    advice: 'set api.client to undici',
  });
});

test('fails for a cacher that is not ready or does not answer, and warns of one that is not there', () => {
  expect(diagnose({ kind: 'answered', notReadyReason: 'the store is down', isBehind: null })).toMatchObject([
    { status: 'fail', message: 'is not ready: the store is down' },
  ]);
  expect(diagnose({ kind: 'silent', reason: 'no answer within 2 s' })).toMatchObject([{ status: 'fail' }]);
  expect(diagnose({ kind: 'absent', reason: 'connection refused' })).toMatchObject([{ status: 'warn' }]);
});
