import { WINDOW_SECONDS } from '../../core/gait/sample-window.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import { CURVE_SECONDS } from '../../core/stride-curve/stride-curves.ts';
import { countFigureSamples } from '../../reader/read-snapshot.ts';

/** How many of the newest samples the mean stride of a patient is computed from, judging by what was read so far. */
export function countStrideSamples(read: Pick<PatientSnapshot, 'samples' | 'health'> | null): number {
  return Math.ceil((countFigureSamples(read) * CURVE_SECONDS) / WINDOW_SECONDS);
}
