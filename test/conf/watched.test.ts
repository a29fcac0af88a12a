import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCacherMetrics } from '../../src/metrics/cacher-metrics.ts';
import { createServeMetrics } from '../../src/metrics/serve-metrics.ts';
import { WORKING } from '../cacher/working-status.ts';
import { PATIENTS } from '../metrics/no-gauges.ts';
import { ALERTS, DASHBOARD, listExpressions } from './expressions.ts';

async function listMetrics(): Promise<Set<string>> {
  const page = createServeMetrics(() => ({ clients: 0, isStoreUp: true }));
  const text = `${await createCacherMetrics(() => WORKING, PATIENTS).text()}\n${await page.text()}`;
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const names = types.flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  // Prometheus itself makes this one.
  return new Set([...names, 'up']);
}

test.each([ALERTS, DASHBOARD])('every metric that %s names exists in /metrics', async (path) => {
  const metrics = await listMetrics();
  const named = listExpressions(path).flatMap((expr) =>
    Array.from(expr.matchAll(/\b(footwatch_\w+|process_\w+|up)\b(?=[{[ ])/g), ([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !metrics.has(name))).toEqual([]);
});

test('every metric of footwatch is in an alert or on the dashboard', async () => {
  const queries = [...listExpressions(ALERTS), ...listExpressions(DASHBOARD)].join('\n');
  const own = [...(await listMetrics())].filter(
    (name) => /^footwatch_/.test(name) && !/_(sum|count)$/.test(name),
  );
  expect(own.filter((name) => !queries.includes(name))).toEqual([]);
});

test('docs/operating.md says of every alert what to do', () => {
  const { groups } = parse(readFileSync(ALERTS, 'utf8')) as { groups: { rules: { alert: string }[] }[] };
  const table = readFileSync('docs/operating.md', 'utf8').matchAll(/^\| (Footwatch\w+) \| /gm);
  const told = Array.from(table, ([, name = '']) => name);
  expect(told.sort()).toEqual(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)).sort());
});

describe('every alert', () => {
  const { groups } = parse(readFileSync(ALERTS, 'utf8'));
  test.each<[string, { annotations: Record<string, string>; labels: Record<string, string> }]>(
    groups.flatMap(({ rules }: { rules: { alert: string }[] }) => rules.map((rule) => [rule.alert, rule])),
  )('%s says what is wrong, how bad it is, and what to do', (_, { annotations, labels }) => {
    expect(annotations.summary).toMatch(/\.$/);
    expect(annotations.action).toMatch(/[.?]$/);
    expect(labels.severity).toMatch(/^(critical|warning)$/);
  });
});
