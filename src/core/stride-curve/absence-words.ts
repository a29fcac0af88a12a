import { describeReason, type ReasonWords } from '../gait/reason-words.ts';
import { MIN_STRIDES, type NoStrideCurves } from './stride-curves.ts';

/** Says why there are no curves of the stride. */
export function describeAbsence({ reason, strides }: NoStrideCurves): ReasonWords {
  switch (reason) {
    case 'short':
      return {
        full: `${strides} straight strides seen, ${MIN_STRIDES} are needed`,
        brief: `${strides} of ${MIN_STRIDES} strides`,
      };
    case 'standing':
      return { full: 'nobody walked', brief: 'standing' };
    case 'locked':
      return { full: 'polls keep step with the stride, parts of it are not seen', brief: 'polls in step' };
    default:
      return describeReason(reason);
  }
}
