import { type Insole, nameSensor } from '../../core/insole/insole.ts';

/** Names sensors by their labels, such as `L0 R2`, or `all six`. */
export function nameSensors(insole: Insole, ids: readonly number[]): string {
  const count = insole.sensors.length;
  if (ids.length < count || count === 0) return ids.map((id) => nameSensor(insole, id)).join(' ');
  return count === 6 ? 'all six' : `all ${count}`;
}
