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

const whileWalking = (figures: GaitFigures, value: number | null | undefined) =>
  figures.state === 'walking' ? (value ?? null) : null;

/** The figures that are judged. */
export const JUDGED_FIGURES: readonly JudgedFigure[] = [
  {
    name: 'stride without turns',
    isRelative: true,
    find: ({ strideSeconds }) => strideSeconds,
    findInterval: () => null,
    findTruth: ({ straightStrideSeconds }) => straightStrideSeconds,
  },
  {
    name: 'load left, whole foot',
    isRelative: false,
    find: (figures) => whileWalking(figures, figures.load?.left),
    findInterval: () => null,
    findTruth: ({ loadLeft }) => loadLeft,
  },
  {
    name: 'load left, same sensors',
    isRelative: false,
    find: (figures) => whileWalking(figures, figures.load?.left),
    findInterval: () => null,
    findTruth: ({ loadLeftOfSensors }) => loadLeftOfSensors,
  },
  {
    name: 'stance left',
    isRelative: false,
    find: ({ contactShare }) => contactShare?.left ?? null,
    findInterval: () => null,
    findTruth: ({ stanceLeft }) => stanceLeft,
  },
  {
    name: 'stance right',
    isRelative: false,
    find: ({ contactShare }) => contactShare?.right ?? null,
    findInterval: () => null,
    findTruth: ({ stanceRight }) => stanceRight,
  },
];
