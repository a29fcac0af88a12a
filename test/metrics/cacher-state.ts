import type { CacherStatus } from '../../src/cacher/cacher-status.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { PatientSource } from '../../src/metrics/patient-metrics.ts';

/** The state of a cacher of four patients that works. */
export const WORKING: CacherStatus = {
  waitingSamples: 0,
  blockedSamples: 0,
  aheadMs: 0,
  repeatedFrames: 0,
  blockedPatients: 0,
  storeDownReason: null,
  isBehind: false,
  patients: { up: 4, failing: 0, down: 0, standby: 0 },
  otherApiPatients: 0,
};

/** Nobody has gauges, though they are wanted. */
export const PATIENTS: PatientSource = {
  choose: () => ({ chosen: [], others: 0 }),
  newestAtSeconds: () => null,
  read: () => [],
  insoleOf: () => SIX,
  intervalMs: 300,
  nowSeconds: () => 0,
};
