import { RULE_NAMES } from '../../core/rules/rule.ts';
import { parseShard, SHARD_ALLOWED, type Shard } from '../../core/shard.ts';
import { MAX_TIMER_MS } from '../../core/time/timer-delay.ts';
import { formatListenAddress, type ListenAddress, parseListenAddress } from '../listen-address.ts';
import { amount, duration, parsed, switches, wholeNumber } from '../setting-kinds.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** Names the standard input. */
const STANDARD_INPUT = '-';

/** The settings `cacher.*`: what the cacher polls, how often, and what it keeps. */
export const CACHER_SETTINGS = {
  'cacher.shard': parsed<Shard | null>({
    flag: 'shard',
    argument: 'K/N',
    describe: 'Share of the patients to poll',
    default: null,
    defaultText: 'all patients',
    allowed: SHARD_ALLOWED,
    parse: parseShard,
    show: ({ index, count }) => `${index}/${count}`,
  }),
  'cacher.interval': duration(20, HOUR_MS, {
    flag: 'interval',
    describe: 'Time between two polls of a patient',
    default: 300,
  }),
  'cacher.source': parsed<typeof STANDARD_INPUT | null>({
    flag: 'source',
    argument: '-',
    describe:
      'Take the samples that are pushed, a line of JSON each, from the standard input, and poll no API (docs/pushed.md)',
    default: null,
    defaultText: 'an API is polled',
    allowed: '- for the standard input',
    parse: (given) => (given === STANDARD_INPUT ? STANDARD_INPUT : null),
  }),
  'cacher.maxBackoff': duration(0, HOUR_MS, {
    describe: 'Longest pause between polls of a patient whose polls keep failing',
    default: 5000,
  }),
  'cacher.retention': duration(100, YEAR_MS, {
    flag: 'retention',
    describe: 'How long samples are kept; anomalies are kept for ever',
    default: 300_000,
  }),
  'cacher.cleanupInterval': duration(100, MAX_TIMER_MS, {
    flag: 'cleanup-interval',
    describe: 'Time between two removals of old samples',
    default: 60_000,
  }),
  'cacher.simulateAnomalies': amount(0, 1, {
    flag: 'simulate-anomalies',
    argument: 'P',
    describe: 'Share of polls in which one random sensor is flagged, for demonstrations',
    default: 0,
  }),
  'cacher.rules': switches(RULE_NAMES, {
    describe: 'Rules that flag anomalies, each on unless switched off',
  }),
  'cacher.cycles': wholeNumber<null>(1, Number.MAX_SAFE_INTEGER, {
    flag: 'cycles',
    argument: 'N',
    describe: 'Stop each patient after N polls, failed ones included',
    default: null,
  }),
  'cacher.duration': duration<null>(1, MAX_TIMER_MS, {
    flag: 'duration',
    describe: 'Stop after this time',
    default: null,
  }),
  'cacher.metrics': parsed<ListenAddress | null>({
    flag: 'metrics',
    argument: 'HOST:PORT',
    describe: 'Serve metrics for Prometheus, /healthz and /readyz at this address',
    default: null,
    allowed: 'an address and a port, such as 127.0.0.1:9464',
    parse: parseListenAddress,
    show: formatListenAddress,
  }),
};
