import { test } from 'vitest';
import { checkAnyJson, checkChangedBytes } from './received-bodies.ts';

const TIMEOUT_MS = 120_000;

test('decodeBody never throws and never accepts a wrong sample, for 20,000 bodies of any JSON', {
  timeout: TIMEOUT_MS,
}, () => {
  checkAnyJson(20_000);
});

test('decodeBody never throws and never accepts a wrong sample, for 80,000 bodies with changed bytes', {
  timeout: TIMEOUT_MS,
}, () => {
  checkChangedBytes(80_000);
});
