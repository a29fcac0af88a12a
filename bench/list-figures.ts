import type { CadenceAccuracy } from './cadence-accuracy.ts';
import type { Figures } from './expected-figures.ts';
import type { Trial } from './rule-accuracy.ts';

/** Names the figures of one walk at one polling interval. Errors are shares of the truth. */
export function listCadenceFigures(name: string, accuracy: CadenceAccuracy): Figures {
  return {
    [`${name}: worst median error`]: round(Math.abs(accuracy.worstMedianError)),
    [`${name}: worst 30 s error`]: round(Math.abs(accuracy.worstWindowError)),
    [`${name}: windows beyond 5 %`]: accuracy.windowsBeyond,
    [`${name}: windows unknown`]: accuracy.unknown,
    [`${name}: walking after, s`]: round(accuracy.walkingAfterSeconds),
  };
}

/** Names the figures of one fault at one polling interval. */
export function listFaultFigures(name: string, trials: readonly Trial[]): Figures {
  const found = trials.flatMap(({ foundAfterStrides }) => foundAfterStrides ?? []);
  const meanStrides = found.reduce((sum, strides) => sum + strides, 0) / found.length;
  return {
    [`${name}: not found, of ${trials.length}`]: trials.length - found.length,
    ...(found.length > 0 && { [`${name}: strides until found, mean`]: round(meanStrides) }),
    [`${name}: another flagged`]: trials.filter(({ isWrong }) => isWrong).length,
  };
}

function round(figure: number): number {
  return Number(figure.toFixed(4));
}
