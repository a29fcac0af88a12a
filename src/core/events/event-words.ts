import { type Insole, nameSensor } from '../insole/insole.ts';
import { API_SOURCE } from '../sample.ts';

/** Names who flagged an anomaly: `API`, `rule stuck-high`, or the source as it is stored. */
export function nameSource(source: string): string {
  return source === API_SOURCE ? 'API' : source.replace(/^rule:/, 'rule ');
}

/** Names sensors by their labels, such as `L0 R2`, or `all six`. */
export function nameSensors(insole: Insole, ids: readonly number[]): string {
  const count = insole.sensors.length;
  if (ids.length < count || count === 0) return ids.map((id) => nameSensor(insole, id)).join(' ');
  return count === 6 ? 'all six' : `all ${count}`;
}
