import { expect, onTestFinished, test } from 'vitest';
import type { CacherStatus } from '../../src/cacher/cacher-status.ts';
import { createCacherMetrics } from '../../src/metrics/cacher-metrics.ts';
import { startMetricsServer } from '../../src/metrics/metrics-server.ts';
import { WORKING } from '../cacher/working-status.ts';

const STATUS: CacherStatus = {
  ...WORKING,
  waitingSamples: 7,
  repeatedFrames: 9,
  blockedPatients: 3,
  patients: { up: 4, failing: 0, down: 2, standby: 0 },
};

async function serve(status: () => CacherStatus = () => STATUS) {
  const metrics = createCacherMetrics(status);
  const start = await startMetricsServer({
    host: '127.0.0.1',
    port: 0,
    metrics,
    getNotReadyReason: () => status().storeDownReason,
  });
  if (start.kind === 'failed') throw new Error(start.reason);
  onTestFinished(() => start.server.close());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${start.server.port}${path}`);
    return {
      status: response.status,
      text: await response.text(),
      type: response.headers.get('content-type'),
    };
  };
  return { metrics, observer: metrics.observer, get, port: start.server.port };
}

test('serves what the cacher reports in the text format of Prometheus', async () => {
  const { metrics, observer, get } = await serve();
  metrics.countRefusedLine('no-own-time');
  observer.onTurnStart(0.004);
  observer.onPollEnd('ok', 0.02);
  observer.onPollEnd('ok', 0.02);
  observer.onPollEnd('timeout', 2);
  observer.onStored(5, 2, 700);
  observer.onDropped(3);
  observer.onTrimmed(11);
  observer.onWriteAnswered(0.003);
  const { status, text, type } = await get('/metrics');
  expect(status).toBe(200);
  expect(type).toContain('version=0.0.4');
  for (const line of [
    'footwatch_polls_total{outcome="ok"} 2',
    'footwatch_polls_total{outcome="timeout"} 1',
    'footwatch_stored_samples_total 5',
    'footwatch_stored_anomalies_total 2',
    'footwatch_stored_anomaly_bytes_total 700',
    'footwatch_dropped_samples_total 3',
    'footwatch_refused_lines_total{reason="no-own-time"} 1',
    'footwatch_repeated_samples 9',
    'footwatch_trimmed_samples_total 11',
    'footwatch_turn_lateness_seconds_bucket{le="0.005"} 1',
    'footwatch_turn_lateness_seconds_bucket{le="0.002"} 0',
    'footwatch_poll_latency_seconds_count 3',
    'footwatch_store_write_latency_seconds_sum 0.003',
    'footwatch_waiting_samples 7',
    'footwatch_store_up 1',
    'footwatch_store_held_patients 3',
    'footwatch_patients{state="up"} 4',
    'footwatch_patients{state="down"} 2',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  expect(text).toContain('process_cpu_seconds_total');
});

test('is healthy while the process is alive, and ready while the store answers', async () => {
  let storeDownReason: string | null = null;
  const { get } = await serve(() => ({ ...STATUS, storeDownReason }));
  expect(await get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
  expect(await get('/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
  storeDownReason = 'the store is down';
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  expect(await get('/readyz')).toMatchObject({ status: 503, text: 'the store is down\n' });
  expect((await get('/metrics')).text).toContain('footwatch_store_up 0');
  expect((await get('/patients')).status).toBe(404);
});

test('reports in one line that its port is in use', async () => {
  const { port } = await serve();
  const metrics = createCacherMetrics(() => STATUS);
  const start = await startMetricsServer({ host: '127.0.0.1', port, metrics, getNotReadyReason: () => null });
  expect(start).toEqual({ kind: 'failed', reason: `127.0.0.1:${port} is in use` });
});
