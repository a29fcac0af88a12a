// The one file that imports prom-client: the build puts what it needs into the file that does (scripts/finish-build.mjs).
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, collectDefaultMetrics, Gauge, Histogram, Registry };
