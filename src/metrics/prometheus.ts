// The one file that imports prom-client.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, collectDefaultMetrics, Gauge, Histogram, Registry };
