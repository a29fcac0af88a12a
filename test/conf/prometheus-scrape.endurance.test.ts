import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchSimulator, startFootwatch } from '../cli/start-footwatch.ts';
import { findFreePort, RedisServer } from '../store/redis/redis-server.ts';
import { DASHBOARD, listExpressions } from './expressions.ts';

const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin`;
/** Nothing is refused here, so that no line is counted; and no page is asked. */
const SILENT = /footwatch_refused_lines_total|footwatch_serve_/;

/** A Prometheus with the configuration of docs/operating.md that asks a cacher each second. */
async function startPrometheus(target: string) {
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-prometheus-'));
  const [, block = ''] =
    /```yaml\n# prometheus\.yml\n(.*?)```/s.exec(readFileSync('docs/operating.md', 'utf8')) ?? [];
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    `global: { scrape_interval: 1s }\n${block
      .replace('[conf/', `[${process.cwd()}/conf/`)
      .replace('127.0.0.1:9464', target)}`,
  );
  const address = `127.0.0.1:${await findFreePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore', env: { ...process.env, PATH } },
  );
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return async (query: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> => {
    const url = `http://${address}/api/v1/query?query=${encodeURIComponent(query)}`;
    const answer = await fetch(url).then(
      (response) => response.json(),
      () => null,
    );
    const { status = 'not there', data } = (answer ?? {}) as {
      status?: string;
      data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    return status === 'success' && data ? data.result : [];
  };
}

test('a real Prometheus has an answer to every query of the dashboard, and forgets who is not live', async () => {
  const [redis, simulator] = await Promise.all([RedisServer.start(), launchSimulator()]);
  onTestFinished(() => redis.stop());
  const cacher = startFootwatch([
    ...['cacher', '--base-url', simulator.url, '--redis', redis.url, '--interval', '200ms'],
    ...['--metrics', '127.0.0.1:0', '--metrics-patients'],
  ]);
  await cacher.until((run) => run.stderr.includes('metrics are served'));
  const query = await startPrometheus(`127.0.0.1:${/"port":(\d+)/.exec(cacher.stderr)?.[1]}`);
  const patients = async () =>
    (await query('footwatch_patient_cadence_steps_per_minute')).map(({ metric }) => metric.patient).sort();
  const expressions = listExpressions(DASHBOARD)
    .filter((expression) => !SILENT.test(expression))
    .map((expression) =>
      expression.replaceAll('$__rate_interval', '10s').replace(/\$(instance|patient)/g, '.*'),
    );
  expect(expressions.length).toBeGreaterThan(25);
  for (const expression of expressions) {
    await expect
      .poll(async () => (await query(expression)).length, { timeout: 60_000, message: expression })
      .toBeGreaterThan(0);
  }
  await expect.poll(patients, { timeout: 60_000 }).toEqual(['1', '2', '3', '4', '5', '6']);
  await simulator.end();
  await expect.poll(patients, { timeout: 30_000 }).toEqual([]);
  expect(await query('footwatch_patient_live')).toEqual([]);
  expect(Number((await query('footwatch_patients{state="down"}'))[0]?.value[1])).toBe(6);
});
