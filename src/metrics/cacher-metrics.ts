import type { CacherStatus } from '../cacher/cacher-status.ts';
import type { CacherObserver } from '../cacher/observer.ts';
import { createPatientMetrics, type PatientSource } from './patient-metrics.ts';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from './prometheus.ts';

/** From turns that are on time to those that missed others. */
const LATENESS_BUCKETS_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 5];
const LATENCY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The metrics of one cacher. */
export interface CacherMetrics {
  /** Counts what the cacher does. */
  readonly observer: Omit<CacherObserver, 'onStoredOf'>;
  /** Counts lines that were pushed and could not be taken, by why. */
  countRefusedLine(reason: string): void;
  /** Content type of the text. */
  readonly contentType: string;
  /** Returns all metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

/**
 * Creates the metrics of a cacher, in a registry of their own. No label names a patient, as every patient would be
 * another series, unless that is wanted.
 *
 * @param getStatus returns the state of the cacher; called at each scrape
 * @param patients gives those that get gauges of their own (default: none do)
 */
export function createCacherMetrics(
  getStatus: () => CacherStatus,
  patients: PatientSource | null = null,
): CacherMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const polls = new Counter({
    name: 'footwatch_polls_total',
    help: 'Polls by outcome: ok, or why there was no sample.',
    labelNames: ['outcome'],
    registers,
  });
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const stored = counter('footwatch_stored_samples_total', 'Samples written to the store.');
  const anomalies = counter(
    'footwatch_stored_anomalies_total',
    'Samples with an anomaly written to the store, which keeps them for ever.',
  );
  const anomalyBytes = counter(
    'footwatch_stored_anomaly_bytes_total',
    'Bytes of the stored anomalies, without the overhead of Redis; kept for ever.',
  );
  const dropped = counter('footwatch_dropped_samples_total', 'Samples that were fetched but not stored.');
  const refusedLines = new Counter({
    name: 'footwatch_refused_lines_total',
    help: 'Lines that were pushed and not taken, by why.',
    labelNames: ['reason'],
    registers,
  });
  const trimmed = counter(
    'footwatch_trimmed_samples_total',
    'Samples removed because they were older than the retention.',
  );
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  const lateness = histogram(
    'footwatch_turn_lateness_seconds',
    'Delay of polls after their planned time.',
    LATENESS_BUCKETS_SECONDS,
  );
  const pollLatency = histogram(
    'footwatch_poll_latency_seconds',
    'Duration of polls, failed ones included.',
    LATENCY_BUCKETS_SECONDS,
  );
  const storeLatency = histogram(
    'footwatch_store_write_latency_seconds',
    'Time that the store took to answer a write.',
    LATENCY_BUCKETS_SECONDS,
  );
  new Gauge({
    name: 'footwatch_waiting_samples',
    help: 'Samples waiting to be stored.',
    registers,
    collect() {
      this.set(getStatus().waitingSamples);
    },
  });
  new Gauge({
    name: 'footwatch_repeated_samples',
    help: 'Samples since the start that came again and were stored already.',
    registers,
    collect() {
      this.set(getStatus().repeatedFrames);
    },
  });
  new Gauge({
    name: 'footwatch_store_up',
    help: '1 while the store answers, 0 while it is down.',
    registers,
    collect() {
      this.set(getStatus().storeDownReason === null ? 1 : 0);
    },
  });
  new Gauge({
    name: 'footwatch_behind',
    help: '1 while the interval is not held: for 30 s, over 1 % of the turns began late by over a tenth of it.',
    registers,
    collect() {
      this.set(getStatus().isBehind ? 1 : 0);
    },
  });
  new Gauge({
    name: 'footwatch_store_held_patients',
    help: 'Patients whose writes the store refuses, or whose server of a cluster is unreachable.',
    registers,
    collect() {
      this.set(getStatus().blockedPatients);
    },
  });
  new Gauge({
    name: 'footwatch_patients',
    help: 'Patients by state: up, failing, down, or standby while another cacher polls them.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(getStatus().patients)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'footwatch_other_api_patients',
    help: 'Patients on standby whom a cacher of another API polls: other people under the same numbers.',
    registers,
    collect() {
      this.set(getStatus().otherApiPatients);
    },
  });
  const patientMetrics = patients && createPatientMetrics(registry, patients);
  return {
    observer: {
      onTurnStart: (latenessSeconds) => lateness.observe(latenessSeconds),
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
    countRefusedLine: (reason) => refusedLines.inc({ reason }),
    contentType: registry.contentType,
    async text() {
      await patientMetrics?.refresh();
      return registry.metrics();
    },
  };
}
