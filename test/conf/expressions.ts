import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const DASHBOARD = 'conf/grafana/footwatch.json';
export const ALERTS = 'conf/prometheus/alerts.yml';

/** Every expression of Prometheus in a file of rules or of a dashboard. */
export function listExpressions(path: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'expr' && typeof inner === 'string') found.push(inner);
      else visit(inner);
    }
  };
  visit(parse(readFileSync(path, 'utf8')));
  return found;
}
