import { type GroupedSensors, groupSensors as group } from '../../../core/insole/group-sensors.ts';
import type { Insole, Side } from '../../../core/insole/insole.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { countReadingCells } from '../reading-text.ts';

/** Sensors of a foot that are shown as one, and what they share with the others beside them. */
export interface SensorGroup extends GroupedSensors {
  /** How many groups the foot has. */
  readonly groups: number;
  /** The width of the longest label beside it. */
  readonly labelColumns: number;
  /** How many sensors the largest group beside it sums. */
  readonly largest: number;
}

/** The width that every label of a region fits in. */
export const LABEL_COLUMNS = 8;

/** Groups the sensors of a foot for at most `count` rows. */
export function groupSensors(insole: Insole, side: Side, count: number): readonly SensorGroup[] {
  const groups = group(insole, side, count);
  const labelColumns = Math.max(0, ...groups.map(({ label }) => cellWidth(label)));
  const largest = Math.max(1, ...groups.map(({ ids }) => ids.length));
  return groups.map((each) => ({ ...each, groups: groups.length, labelColumns, largest }));
}

/** The insole of a sum of so many sensors, for the width of its readings. */
export function widenInsole(insole: Insole, count: number): Insole {
  return count === 1
    ? insole
    : { ...insole, lowest: Math.min(0, insole.lowest * count), highest: insole.highest * count };
}

/** The width of a reading of any of the groups. */
export function countGroupCells(insole: Insole, groups: readonly SensorGroup[]): number {
  return countReadingCells(widenInsole(insole, groups[0]?.largest ?? 1));
}
