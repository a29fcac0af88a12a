import type { WalkFigureName } from '../core/walk-summary/walk-figures.ts';

/** How a figure is told to people. */
export interface FigureWords {
  readonly label: string;
  readonly unit: string;
  /** What it is multiplied with to be told in that unit. */
  readonly factor: number;
  readonly decimals: number;
  /** The ends of its scale on the page, in its own unit. */
  readonly scale: readonly [number, number];
  /** What it is, where the label does not say it. */
  readonly note: string;
}

/** The words of each figure of a walk, in the order in which they are told. */
export const FIGURE_WORDS: Readonly<Record<WalkFigureName, FigureWords>> = {
  cadence: {
    label: 'Cadence',
    unit: 'steps/min',
    factor: 1,
    decimals: 0,
    scale: [50, 150],
    note: 'straight walking, without turns',
  },
  strideSeconds: {
    label: 'Stride time',
    unit: 's',
    factor: 1,
    decimals: 2,
    scale: [0.7, 2.4],
    note: 'straight walking, without turns',
  },
  meanStrideSeconds: {
    label: 'Mean stride time',
    unit: 's',
    factor: 1,
    decimals: 2,
    scale: [0.7, 2.4],
    note: 'with turns; not sure to 2 %',
  },
  loadLeft: {
    label: 'Load on the left foot',
    unit: '%',
    factor: 100,
    decimals: 0,
    scale: [0.3, 0.7],
    note: 'of the load on both, while walking; the interval is of the whole foot',
  },
  symmetryIndexPercent: {
    label: 'Symmetry index',
    unit: '%',
    factor: 1,
    decimals: 0,
    scale: [-80, 80],
    note: '0 is even, positive is more on the right',
  },
  stanceLeft: {
    label: 'Stance, left',
    unit: '%',
    factor: 100,
    decimals: 0,
    scale: [0.5, 0.9],
    note: 'share of the time walked that the foot is on the ground',
  },
  stanceRight: {
    label: 'Stance, right',
    unit: '%',
    factor: 100,
    decimals: 0,
    scale: [0.5, 0.9],
    note: 'share of the time walked that the foot is on the ground',
  },
  doubleSupport: {
    label: 'Double support',
    unit: '%',
    factor: 100,
    decimals: 0,
    scale: [0, 0.6],
    note: 'share of the time walked with both feet on the ground',
  },
};

/** Writes a value of a figure in its unit's number of decimals, without the unit. */
export function formatFigure({ factor, decimals }: FigureWords, value: number): string {
  const text = (value * factor).toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
}
