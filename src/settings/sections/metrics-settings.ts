import { toggle } from '../setting-kinds.ts';

/** The most patients that get gauges of their own: the lowest numbers. Each is a dozen series that Prometheus keeps for weeks. */
export const MAX_GAUGE_PATIENTS = 100;

/** The settings `metrics.*`: what the cacher's metrics tell beside its own work. */
export const METRICS_SETTINGS = {
  'metrics.patients': toggle({
    flag: 'metrics-patients',
    describe: `Add gauges of each patient to the metrics, by number, of the ${MAX_GAUGE_PATIENTS} lowest numbers at most`,
  }),
};
