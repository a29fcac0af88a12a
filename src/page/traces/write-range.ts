import { formatReading, type Insole } from '../../core/insole/insole.ts';

/** The range of readings with their unit. */
export function writeRange(insole: Insole): string {
  const { lowest, highest, unit } = insole;
  return `${formatReading(insole, lowest)}–${formatReading(insole, highest)}${unit === '' ? '' : ` ${unit}`}`;
}
