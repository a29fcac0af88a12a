import type { GaitFigures } from '../../../src/core/gait/gait-figures.ts';
import type { WindowTruth } from '../window-truth.ts';

/** A figure, and what the force says that it should be. */
export interface JudgedFigure {
  readonly name: string;
  /** Whether errors and widths are shares of the truth; else they are in the figure's own unit, a share told in points. */
  readonly isRelative: boolean;
  readonly find: (figures: GaitFigures) => number | null;
  readonly findInterval: (figures: GaitFigures) => readonly [number, number] | null;
  readonly findTruth: (truth: WindowTruth) => number;
}

const whileWalking = (figures: GaitFigures, value: number | null | undefined, scale = 1) =>
  figures.state === 'walking' && value != null ? value * scale : null;

/** The figures that are judged. */
export const JUDGED_FIGURES: readonly JudgedFigure[] = [
  {
    name: 'stride without turns',
    isRelative: true,
    find: ({ strideSeconds }) => strideSeconds,
    findInterval: ({ intervals }) => intervals.strideSeconds,
    findTruth: ({ straightStrideSeconds }) => straightStrideSeconds,
  },
  {
    name: 'load left, whole foot',
    isRelative: false,
    find: (figures) => whileWalking(figures, figures.load?.left),
    findInterval: ({ intervals }) => intervals.loadLeft,
    findTruth: ({ loadLeft }) => loadLeft,
  },
  {
    name: 'symmetry index / 4',
    isRelative: false,
    find: (figures) => whileWalking(figures, figures.symmetryIndexPercent, 1 / 400),
    findInterval: ({ intervals: { symmetryIndexPercent } }) =>
      symmetryIndexPercent && [symmetryIndexPercent[0] / 400, symmetryIndexPercent[1] / 400],
    findTruth: ({ loadLeft }) => (1 - 2 * loadLeft) / 2,
  },
  {
    name: 'load left, same sensors',
    isRelative: false,
    find: (figures) => whileWalking(figures, figures.load?.left),
    findInterval: ({ intervals }) => intervals.loadLeftOfSensors,
    findTruth: ({ loadLeftOfSensors }) => loadLeftOfSensors,
  },
  {
    name: 'stance left',
    isRelative: false,
    find: ({ stanceShare }) => stanceShare?.left ?? null,
    findInterval: ({ intervals }) => intervals.stanceLeft,
    findTruth: ({ stanceLeft }) => stanceLeft,
  },
  {
    name: 'stance right',
    isRelative: false,
    find: ({ stanceShare }) => stanceShare?.right ?? null,
    findInterval: ({ intervals }) => intervals.stanceRight,
    findTruth: ({ stanceRight }) => stanceRight,
  },
  {
    name: 'double support',
    isRelative: false,
    find: ({ doubleSupportShare }) => doubleSupportShare,
    findInterval: ({ intervals }) => intervals.doubleSupport,
    findTruth: ({ doubleSupport }) => doubleSupport,
  },
  {
    name: 'mean stride',
    isRelative: true,
    find: ({ meanStrideSeconds }) => meanStrideSeconds,
    findInterval: () => null,
    findTruth: ({ meanStrideSeconds }) => meanStrideSeconds,
  },
];
