import { describe, expect, test } from 'vitest';
import { decodeBody } from '../../../src/core/decode.ts';
import { type ApiFacts, diagnoseApi } from '../../../src/core/diagnosis/diagnose-api.ts';
import { UNKNOWN_PROFILE } from '../../../src/core/patient.ts';
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

describe('an answer of another shape', () => {
  const six = (p: readonly number[]) => p.map((value, id) => ({ id, value, anomaly: false }));
  const frame = (own: number, value: number) => ({
    own,
    deviceSeconds: own / 50,
    patient: null,
    sensors: six([value, 2, 3, 4, 5, 6]),
  });
  const answer = { outline: '[3 x {p: [6 x number]}]', fits: 'api.fields: {value: /p/*}' };
  const find = (decoded: Answered['decoded']) =>
    diagnoseApi({
      kind: 'answered',
      latencyMs: 1,
      intervalMs: 300,
      decoded,
      answer,
      clockOffsetMs: null,
    }).slice(1, 3);

  test('is shown by its outline and by what was read of it', () => {
    const frames = [frame(3, 30), frame(1, 10), frame(2, 20)];
    expect(find({ kind: 'frames', profile: UNKNOWN_PROFILE, frames, refused: null })).toEqual([
      { name: 'api answer', status: 'ok', message: answer.outline, advice: null },
      {
        name: 'api shape',
        status: 'ok',
        message:
          '3 frames of 6 sensors within 40 ms; the newest, at 3, has 0: 30, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6',
        advice: null,
      },
    ]);
  });

  test('is told of when its frames cannot be told apart', () => {
    const frames = [frame(1, 10), frame(1, 20), frame(2, 20)];
    expect(find({ kind: 'frames', profile: UNKNOWN_PROFILE, frames, refused: null })[1]).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('1 share the time or number of another, and are not stored'),
    });
  });

  test('comes with what would fit when it cannot be read, and with what is wrong in part of it', () => {
    const refusal = { kind: 'refused', reason: 'wrong-shape', message: '/p/0 is a string' } as const;
    expect(find(refusal)[1]).toMatchObject({
      status: 'fail',
      advice: 'what would fit is api.fields: {value: /p/*}',
    });
    const partly = {
      kind: 'frames',
      profile: UNKNOWN_PROFILE,
      frames: [frame(1, 1)],
      refused: { owns: [2], first: refusal },
    } as const;
    expect(find(partly)[1]).toMatchObject({ status: 'warn', advice: '/p/0 is a string' });
  });
});
