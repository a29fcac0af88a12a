import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createCacherMetrics } from '../../src/metrics/cacher-metrics.ts';
import { WORKING } from '../cacher/working-status.ts';
import { PATIENTS } from '../metrics/no-gauges.ts';
import { DASHBOARD, listExpressions } from './expressions.ts';

const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin`;
const promtool = (...args: readonly string[]) =>
  spawnSync('promtool', args, { encoding: 'utf8', env: { ...process.env, PATH } });

test('the alert rules are understood, fire for what they name, and are silent while all is well', () => {
  const checked = promtool('check', 'rules', 'conf/prometheus/alerts.yml');
  expect(checked.status, checked.stderr).toBe(0);
  const tested = promtool('test', 'rules', 'conf/prometheus/alerts.test.yml');
  expect(tested.status, tested.stdout + tested.stderr).toBe(0);
});

test('the configuration of docs/operating.md is understood, and calls the job as the alerts and the dashboard do', () => {
  const [, block = ''] =
    /```yaml\n# prometheus\.yml\n(.*?)```/s.exec(readFileSync('docs/operating.md', 'utf8')) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), 'footwatch-prometheus-')), 'prometheus.yml');
  writeFileSync(file, block.replace('[conf/', `[${process.cwd()}/conf/`));
  const checked = promtool('check', 'config', file);
  expect(checked.status, checked.stderr).toBe(0);
  expect(checked.stdout).toMatch(/SUCCESS: \d+ rules found/);
  const jobs = listExpressions(DASHBOARD).flatMap((expr) => expr.match(/job="\w+"/g) ?? []);
  expect([...new Set(jobs)]).toEqual(['job="footwatch"']);
  expect(block).toContain('job_name: footwatch');
});

test('what a cacher tells reads as Prometheus likes it, the gauges of patients too', async () => {
  const text = await createCacherMetrics(() => WORKING, PATIENTS).text();
  const checked = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
  // Node's own are named by prom-client.
  expect(checked.stderr.split('\n').filter((line) => line.startsWith('footwatch_'))).toEqual([]);
  expect(text).toContain('# TYPE footwatch_patient_cadence_steps_per_minute gauge');
});

test('every query of the Grafana dashboard is understood', () => {
  const rules = listExpressions(DASHBOARD).map((expr, index) => ({
    record: `dashboard:${index}`,
    expr: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(instance|patient)/g, '.*'),
  }));
  expect(rules.length).toBeGreaterThan(15);
  const file = join(mkdtempSync(join(tmpdir(), 'footwatch-grafana-')), 'rules.yml');
  writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules }] }));
  const checked = promtool('check', 'rules', file);
  expect(checked.status, checked.stderr).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toContain('$');
});
