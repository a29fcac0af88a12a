import type { CacherStatus } from '../../src/cacher/cacher-status.ts';

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
