import { test } from 'vitest';
import { checkCutStreams, checkGaps, checkNoise, checkUncut } from './cut-streams.ts';

const RUNS = 100_000;
const LIMIT_MS = 300_000;

test('acts on every key of 100,000 streams that come at once', () => checkUncut(RUNS), LIMIT_MS);
test(
  'acts the same however 100,000 streams are cut, with gaps of up to 60 ms',
  () => checkCutStreams(RUNS),
  LIMIT_MS,
);
test(
  'acts on nothing but keys in 100,000 streams with gaps of up to a second',
  () => checkGaps(RUNS),
  LIMIT_MS,
);
test('acts on the next key a second after any bytes, 100,000 times', () => checkNoise(RUNS), LIMIT_MS);
