import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../../src/core/decode.ts';
import { type ApiFacts, diagnoseApi } from '../../../src/core/diagnosis/diagnose-api.ts';
import { answerBody } from '../../cacher/api/http-server.ts';

type Answered = Extract<ApiFacts, { kind: 'answered' }>;

const decode = (body: string) => decodeBody(new TextEncoder().encode(body), [0, 1, 2, 3, 4, 5]);
const listStatuses = (changes: Partial<Answered>) =>
  diagnoseApi({
    kind: 'answered',
    latencyMs: 12.3,
    intervalMs: 300,
    decoded: decode(answerBody()),
    clockOffsetMs: -800,
    ...changes,
  }).map(({ name, status, advice }) => [name, status, advice !== null]);

describe('diagnoseApi', () => {
  test('is ok with a fast answer of the right shape whose clock agrees', () => {
    expect(listStatuses({})).toEqual([
      ['api', 'ok', false],
      ['api shape', 'ok', false],
      ['api clock', 'ok', false],
    ]);
  });

  test('warns of an API that answers more slowly than it is polled', () => {
    expect(listStatuses({ latencyMs: 301 })[0]).toEqual(['api', 'warn', true]);
  });

  test('fails an answer of another shape', () => {
    expect(listStatuses({ decoded: decode('<html>') })[1]).toEqual(['api shape', 'fail', true]);
  });

  test('warns of a clock that differs by more than two seconds, and is ok without a clock', () => {
    expect(listStatuses({ clockOffsetMs: 2001 })[2]).toEqual(['api clock', 'warn', true]);
    expect(listStatuses({ clockOffsetMs: -2001 })[2]).toEqual(['api clock', 'warn', true]);
    expect(listStatuses({ clockOffsetMs: null })[2]).toEqual(['api clock', 'ok', false]);
  });

  test('warns without an address, and fails when the API does not answer', () => {
    expect(diagnoseApi(null)).toMatchObject([{ status: 'warn' }]);
    expect(diagnoseApi({ kind: 'failed', message: 'connection refused' })).toMatchObject([
      { status: 'fail', message: 'connection refused' },
    ]);
  });
});
