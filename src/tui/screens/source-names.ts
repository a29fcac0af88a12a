import { API_SOURCE } from '../../core/sample.ts';

/** Names who flagged an anomaly: `API`, `rule stuck-high`, or the source as it is stored. */
export function nameSource(source: string): string {
  return source === API_SOURCE ? 'API' : source.replace(/^rule:/, 'rule ');
}
