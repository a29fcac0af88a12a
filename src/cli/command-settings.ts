import type { SettingKey } from '../settings/registry.ts';

/** What the cacher polls, keeps and simulates. */
export const CACHER: readonly SettingKey[] = [
  'api.baseUrl',
  'api.url',
  'api.client',
  'patients',
  'insole',
  'cacher.shard',
  'cacher.source',
  'cacher.interval',
  'api.timeout',
  'cacher.retention',
  'cacher.cleanupInterval',
  'cacher.simulateAnomalies',
  'cacher.cycles',
  'cacher.duration',
  'cacher.metrics',
  'metrics.patients',
  'output.record',
];
/** How the dashboard is drawn. */
export const DASHBOARD: readonly SettingKey[] = [
  'watch.width',
  'watch.height',
  'watch.theme',
  'watch.ascii',
  'watch.privacy',
  'watch.traces',
  'watch.feet',
  'watch.light',
  'watch.mouse',
  'watch.escapeTimeout',
  'watch.linkRate',
];
/** What is shown of whom, and how. */
export const WATCH: readonly SettingKey[] = [
  'watch.patient',
  'watch.once',
  'watch.json',
  'watch.plain',
  'watch.speak',
  ...DASHBOARD,
  'watch.bell',
  'watch.onAnomaly',
  'output.record',
];
/** What the stand-in API serves. */
export const SIMULATE: readonly SettingKey[] = [
  'simulate.host',
  'simulate.port',
  'patients',
  'insole',
  'simulate.speed',
  'simulate.seed',
  'simulate.scenario',
  'simulate.fault',
];
/** What is logged. */
export const LOG: readonly SettingKey[] = ['log.level', 'log.quiet', 'log.format'];
/** What every command that reads Redis takes. */
export const SHARED: readonly SettingKey[] = ['redis.url', ...LOG];
/** The demo brings its own API and store. */
const NOT_IN_DEMO: readonly SettingKey[] = [
  'api.baseUrl',
  'api.url',
  'cacher.source',
  'cacher.shard',
  'cacher.metrics',
  'metrics.patients',
  'simulate.host',
  'simulate.port',
];
/** What the demo takes: all of it but what it brings. */
export const DEMO = [...new Set([...CACHER, ...WATCH, ...SIMULATE])].filter(
  (key) => !NOT_IN_DEMO.includes(key),
);
