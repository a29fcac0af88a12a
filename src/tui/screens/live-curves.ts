import type { Sample } from '../../core/sample.ts';
import {
  CURVE_SECONDS,
  computeStrideCurves,
  type NoStrideCurves,
  type StrideCurves,
} from '../../core/stride-curve/stride-curves.ts';
import { CURVE_STEP_SECONDS, MAX_CURVE_STEP_SECONDS } from '../model/layout.ts';
import type { ViewContext } from './view-context.ts';

/** Curves live as long as the sample that they end with. */
const known = new WeakMap<
  Sample,
  { readonly first: Sample; readonly found: StrideCurves | NoStrideCurves }
>();

/**
 * The mean stride of the selected patient, of the two minutes until the newest of instants 10 s apart, so that it is computed anew for one
 * sample in many; null when the patient is not live, or when the history was not read yet.
 */
export function computeLiveCurves({
  model,
  status,
  snapshot,
}: Pick<ViewContext, 'model' | 'snapshot' | 'status'>): StrideCurves | NoStrideCurves | null {
  const newest = snapshot?.samples.at(-1);
  if (!status.isLive || !snapshot?.anomalies || newest === undefined) return null;
  // Each is a picture that a slow link has to carry.
  const stepSeconds = model.feet === 'numbers' ? MAX_CURVE_STEP_SECONDS : CURVE_STEP_SECONDS;
  const endSeconds = Math.floor(newest.atSeconds / stepSeconds) * stepSeconds;
  // Also from such an instant on, where less is known: as time goes on, samples are dropped one by one.
  const oldestSeconds = snapshot.samples[0]?.atSeconds ?? 0;
  const knownSeconds = Math.ceil(oldestSeconds / stepSeconds) * stepSeconds;
  const startSeconds = Math.max(endSeconds - CURVE_SECONDS, knownSeconds);
  const samples = snapshot.samples.filter(
    ({ atSeconds }) => atSeconds <= endSeconds && atSeconds > startSeconds,
  );
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return { reason: 'short', strides: 0 };
  const before = known.get(last);
  if (before?.first === first) return before.found;
  const found = computeStrideCurves(samples, { insole: snapshot.insole });
  known.set(last, { first, found });
  return found;
}
