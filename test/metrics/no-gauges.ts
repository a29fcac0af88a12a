import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import type { PatientSource } from '../../src/metrics/patient-metrics.ts';

/** Nobody has gauges, though they are wanted. */
export const PATIENTS: PatientSource = {
  choose: () => ({ chosen: [], others: 0 }),
  newestAtSeconds: () => null,
  read: () => [],
  insoleOf: () => SIX,
  intervalMs: 300,
  nowSeconds: () => 0,
};
