import { computeFigures, type GaitFigures } from '../../core/gait/gait-figures.ts';
import type { ViewContext } from './view-context.ts';

/** The gait figures of the selected patient; null when it is not live, or when its history was not read yet. */
export function computeLiveFigures({
  status,
  snapshot,
}: Pick<ViewContext, 'snapshot' | 'status'>): GaitFigures | null {
  return status.isLive && snapshot?.anomalies ? computeFigures(snapshot.samples, snapshot.insole) : null;
}
