import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CacherStatus } from '../cacher/cacher.ts';
import type { CacherObserver } from '../cacher/observer.ts';

/** A turn that is late by less than a millisecond is in time; one that is late by seconds missed some. */
const LATENESS_BUCKETS_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 5];
const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export interface CacherMetrics {
  readonly observer: CacherObserver;
  readonly contentType: string;
  /** All that was counted, as Prometheus reads it. */
  text(): Promise<string>;
}

/** Counts what a cacher does. No label names a patient: with many, each would be a series of its own. */
export function createCacherMetrics(statusOf: () => CacherStatus): CacherMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const polls = new Counter({
    name: 'footwatch_polls_total',
    help: 'Polls that ended, by how: ok, or why there was no sample.',
    labelNames: ['outcome'],
    registers,
  });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const stored = counter('footwatch_stored_samples_total', 'Samples that are in the store.');
  const anomalies = counter(
    'footwatch_stored_anomalies_total',
    'Stored samples with an anomaly; kept for ever.',
  );
  const anomalyBytes = counter(
    'footwatch_stored_anomaly_bytes_total',
    'What the stored anomalies take up beside the retained samples, before what Redis adds; kept for ever.',
  );
  const dropped = counter('footwatch_dropped_samples_total', 'Samples that were fetched and lost.');
  const trimmed = counter('footwatch_trimmed_samples_total', 'Samples removed because of their age.');
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const lateness = histogram(
    'footwatch_turn_lateness_seconds',
    'How late turns began.',
    LATENESS_BUCKETS_SECONDS,
  );
  const pollLatency = histogram(
    'footwatch_poll_latency_seconds',
    'How long polls took, failed ones included.',
    LATENCY_BUCKETS_SECONDS,
  );
  const storeLatency = histogram(
    'footwatch_store_write_latency_seconds',
    'How long the store took to answer a write.',
    LATENCY_BUCKETS_SECONDS,
  );
  new Gauge({
    name: 'footwatch_waiting_samples',
    help: 'Samples that wait for the store.',
    registers,
    collect() {
      this.set(statusOf().waitingSamples);
    },
  });
  new Gauge({
    name: 'footwatch_store_up',
    help: '1 while the store answers.',
    registers,
    collect() {
      this.set(statusOf().storeDownBecause === null ? 1 : 0);
    },
  });
  new Gauge({
    name: 'footwatch_store_held_patients',
    help: 'Patients whose writes the store refuses, or whose server of a cluster is away.',
    registers,
    collect() {
      this.set(statusOf().blockedPatients);
    },
  });
  new Gauge({
    name: 'footwatch_patients',
    help: 'Patients by the state of their polls.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(statusOf().patients)) this.set({ state }, count);
    },
  });
  return {
    observer: {
      onTurnStart: (lateSeconds) => lateness.observe(lateSeconds),
      onPollEnd(outcome, latencySeconds) {
        polls.inc({ outcome });
        pollLatency.observe(latencySeconds);
      },
      onStored(samples, anomalous, bytes) {
        stored.inc(samples);
        anomalies.inc(anomalous);
        anomalyBytes.inc(bytes);
      },
      onDropped: (samples) => dropped.inc(samples),
      onTrimmed: (samples) => trimmed.inc(samples),
      onWriteAnswered: (latencySeconds) => storeLatency.observe(latencySeconds),
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
