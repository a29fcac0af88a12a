import { test } from 'vitest';
import { checkCutStreams, checkGaps, checkNoise, checkUncut } from './cut-streams.ts';

const RUNS = 2000;

test('acts on every key of a stream that comes at once', () => checkUncut(RUNS));
test('acts the same however a stream is cut, with gaps of up to 60 ms', () => checkCutStreams(RUNS));
test('acts on nothing but keys, with gaps of up to a second anywhere', () => checkGaps(RUNS));
test('acts on the next key a second after any bytes whatsoever', () => checkNoise(RUNS));
