import { collectDefaultMetrics, Gauge, Registry } from './prometheus.ts';

/** The metrics of one page server. */
export interface ServeMetrics {
  /** Content type of the text. */
  readonly contentType: string;
  /** Returns all metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

/** What is measured at each scrape. */
export interface ServeStatus {
  /** How many look. */
  readonly clients: number;
  readonly isStoreUp: boolean;
}

/** Creates the metrics of a page server, in a registry of their own. No label names a patient or a reader. */
export function createServeMetrics(getStatus: () => ServeStatus): ServeMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'footwatch_serve_clients',
    help: 'Streams that are open: how many look.',
    registers,
    collect() {
      this.set(getStatus().clients);
    },
  });
  new Gauge({
    name: 'footwatch_serve_store_up',
    help: '1 while the store answers, 0 while it is down.',
    registers,
    collect() {
      this.set(getStatus().isStoreUp ? 1 : 0);
    },
  });
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
