import { RULE_NAMES } from '../core/rules/rule.ts';
import { parseShard, SHARD_ALLOWED, type Shard } from '../core/shard.ts';
import { FAULT_KINDS, FAULTS_ALLOWED, type Fault, parseFaults } from '../simulator/injected-fault.ts';
import { LOCAL_REDIS, parseRedisTarget, type RedisTarget } from '../store/redis/target.ts';
import { type Listening, parseListening } from './listen-address.ts';
import {
  amount,
  choice,
  commandWords,
  duration,
  moment,
  numberList,
  parsed,
  parseUrl,
  readTexts,
  type SettingDefinition,
  switches,
  toggle,
  wholeNumber,
} from './setting-kinds.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** A timer of Node waits for 24.8 days at most; one that is longer goes off at once. */
const MAX_TIMER_MS = 24 * 24 * HOUR_MS;

/** What HTTP takes for a header's value; Node refuses every request with anything else. */
export const HEADER_TEXT = /^[\t -~\u0080-\u00ff]*$/;

/**
 * Every setting there is, by its key in a configuration file. Flags, environment, help, errors and the commented
 * example all come from here.
 */
export const SETTINGS = {
  'redis.url': parsed<RedisTarget>(
    'redis://[user:password@]host[:port][/database], rediss:// for TLS; several by commas for a Redis Cluster; redis+sentinel://host[:port],host[:port]/master for Sentinel',
    (text) => {
      const result = parseRedisTarget(text);
      return result.kind === 'target' ? result.target : null;
    },
    {
      flag: 'redis',
      argument: 'URL',
      describe:
        'the store, redis://127.0.0.1:6379 when nothing else is said; several nodes of a cluster by commas, one with a comma after it; sentinels as redis+sentinel://host,host/master',
      default: LOCAL_REDIS,
      secret: true,
    },
  ),
  'redis.username': parsed<string | null>('a user of Redis', (text) => text || null, {
    environment: 'redis-username',
    describe: 'the user, where the URL names none; conf/users.acl has one for the cacher and one for watch',
    default: null,
  }),
  'redis.password': parsed<string | null>('one line of text', oneLine, {
    environment: 'redis-password',
    describe: 'the password, where the URL has none',
    default: null,
    secret: true,
  }),
  'redis.passwordFile': parsed<string | null>('the name of a file', (text) => text || null, {
    environment: 'redis-password-file',
    describe: 'a file with the password in its first line, where redis.password says none',
    default: null,
  }),
  'redis.ca': parsed<string | null>('the name of a PEM file', (text) => text || null, {
    environment: 'redis-ca',
    describe: 'the certificates to trust with rediss://, instead of the well-known ones',
    default: null,
  }),
  'redis.keyStyle': choice(['auto', 'plain', 'braced'], {
    describe: 'plain keys (3_data), braced ones ({3}_data), or braced on a cluster only',
    default: 'auto',
  }),
  'api.baseUrl': parsed<string | null>(
    'an http:// or https:// address without a #, a % in user or password as %25',
    (text) => {
      const url = parseUrl(text, ['http:', 'https:']);
      // A fragment is never sent: every patient's number would ask for the same.
      if (url === null || url.hash !== '') return null;
      if (url.search === '' && !url.pathname.endsWith('/')) url.pathname += '/';
      return url.href;
    },
    {
      flag: 'base-url',
      argument: 'URL',
      describe: "address of the API; a patient's number is appended",
      default: null,
      secret: true,
    },
  ),
  'api.client': choice(['got', 'undici'], {
    flag: 'api-client',
    argument: 'NAME',
    describe: 'the HTTP client; undici costs a fraction, for a thousand patients and more',
    default: 'got',
  }),
  'api.timeout': duration(10, HOUR_MS, {
    flag: 'timeout',
    describe: 'how long a poll may take, its body included',
    default: 2000,
  }),
  'api.headers': {
    describe: 'headers of every request; a value $' + '{NAME} is taken from the environment',
    allowed: 'header names with texts of one line, in Latin-1',
    fileSchema: { type: 'object', additionalProperties: { type: 'string' } },
    read: (raw: unknown) => readTexts(raw, /^[\w!#$%&'*+.^`|~-]+$/, HEADER_TEXT),
    default: {},
    secret: true,
  } as SettingDefinition<Readonly<Record<string, string>>>,
  'api.sensors': numberList<readonly number[]>({
    describe: 'the sensors that every answer has to carry',
    default: [0, 1, 2, 3, 4, 5],
  }),
  patients: numberList<null>({
    flag: 'patients',
    describe: 'the patients, 1-6 when nothing else is said',
    default: null,
  }),
  'cacher.shard': parsed<Shard | null>(SHARD_ALLOWED, parseShard, {
    flag: 'shard',
    argument: 'K/N',
    describe: 'poll only this share of the patients, all when nothing is said',
    default: null,
  }),
  'cacher.interval': duration(20, HOUR_MS, {
    flag: 'interval',
    describe: 'time between two polls of a patient',
    default: 300,
  }),
  'cacher.maxBackoff': duration(0, HOUR_MS, {
    describe: 'the longest that a patient whose polls keep failing is left alone',
    default: 5000,
  }),
  'cacher.retention': duration(100, YEAR_MS, {
    flag: 'retention',
    describe: 'how long samples are kept; anomalies are kept for ever',
    default: 300_000,
  }),
  'cacher.cleanupInterval': duration(100, MAX_TIMER_MS, {
    flag: 'cleanup-interval',
    describe: 'time between two removals of old samples',
    default: 60_000,
  }),
  'cacher.simulateAnomalies': amount(0, 1, {
    flag: 'simulate-anomalies',
    argument: 'P',
    describe: 'share of polls in which one random sensor is flagged, for demonstrations',
    default: 0,
  }),
  'cacher.rules': switches(RULE_NAMES, {
    describe: 'the rules that flag anomalies, each on unless it is switched off',
  }),
  'cacher.cycles': wholeNumber<null>(1, Number.MAX_SAFE_INTEGER, {
    flag: 'cycles',
    argument: 'N',
    describe: 'stop each patient after N polls, failed ones included',
    default: null,
  }),
  'cacher.duration': duration<null>(1, MAX_TIMER_MS, {
    flag: 'duration',
    describe: 'stop after this time',
    default: null,
  }),
  'cacher.metrics': parsed<Listening | null>(
    'an address and a port, such as 127.0.0.1:9464',
    parseListening,
    {
      flag: 'metrics',
      argument: 'HOST:PORT',
      describe: 'serve metrics for Prometheus, /healthz and /readyz',
      default: null,
    },
  ),
  'watch.patient': numberList<null>({
    flag: 'patient',
    describe: 'the patient to show, or several for the linear feed and the JSON',
    default: null,
  }),
  'watch.once': toggle({ flag: 'once', describe: 'print the present state and end', default: false }),
  'watch.json': toggle({ flag: 'json', describe: 'print JSON, one object a line', default: false }),
  'watch.plain': toggle({
    flag: 'plain',
    describe: 'print the linear feed also on a terminal',
    default: false,
  }),
  'watch.width': wholeNumber<null>(1, 1000, {
    flag: 'width',
    argument: 'N',
    describe: "columns to draw, instead of the terminal's",
    default: null,
  }),
  'watch.height': wholeNumber<null>(1, 1000, {
    flag: 'height',
    argument: 'N',
    describe: "rows to draw, instead of the terminal's",
    default: null,
  }),
  'watch.theme': choice(['auto', 'dark', 'light', 'mono'], {
    flag: 'theme',
    argument: 'THEME',
    describe:
      'for a dark or a light background, or without colours; auto goes by COLORFGBG, dark where that is not set',
    default: 'auto',
  }),
  'watch.ascii': toggle({
    flag: 'ascii',
    describe: 'draw in ASCII, as is done by itself where the locale has no UTF-8',
    default: false,
  }),
  'watch.privacy': toggle({
    flag: 'privacy',
    describe: 'hide names, birth dates and the names of walks; in the dashboard P shows and hides them',
    default: false,
  }),
  'watch.traces': choice(['scroll', 'sweep'], {
    flag: 'traces',
    argument: 'MOTION',
    describe: 'how traces go on: scroll when nothing is said, or sweep, as on a bedside monitor',
    default: null,
  }),
  'watch.feet': choice(['field', 'numbers'], {
    flag: 'feet',
    argument: 'STYLE',
    describe: 'the feet as a colour field when nothing is said, or as numbers and bars',
    default: null,
  }),
  'watch.light': toggle({
    flag: 'light',
    describe: 'for slow links: sweep traces and the feet as numbers, a fifth of the bytes',
    default: false,
  }),
  'watch.mouse': toggle({
    flag: 'mouse',
    describe: 'the wheel does what the keys up and down do; nothing needs it',
    default: false,
  }),
  'watch.bell': toggle({
    flag: 'bell',
    describe: 'ring when an anomaly begins of the patient on the screen',
    default: false,
  }),
  'watch.onAnomaly': commandWords({
    flag: 'on-anomaly',
    argument: 'CMD',
    describe:
      'a command to run when an anomaly begins of the patient on the screen, without a shell, told of it by FOOTWATCH_ANOMALY_PATIENT, _START, _SENSORS, _SOURCES and _PEAK',
    default: null,
  }),
  'output.since': moment({ flag: 'since', describe: 'only what was received since then', default: null }),
  'output.until': moment({ flag: 'until', describe: 'only what was received until then', default: null }),
  'output.format': choice(['table', 'json', 'csv', 'ndjson'], {
    flag: 'format',
    argument: 'FORMAT',
    describe: 'how it is written: table, json or csv for anomalies; ndjson or csv for export',
    default: null,
  }),
  'export.anomalies': toggle({
    flag: 'anomalies',
    describe: 'the samples of the anomaly lists, which are kept for ever',
    default: false,
  }),
  'output.record': parsed<string | null>('the name of a file', (text) => text || null, {
    flag: 'record',
    argument: 'FILE',
    describe: 'write every new sample to a file as well, as export does',
    default: null,
  }),
  'export.output': parsed<string | null>('the name of a file', (text) => text || null, {
    flag: 'output',
    argument: 'FILE',
    describe: 'write to a file, which appears when it is whole',
    default: null,
  }),
  'erase.yes': toggle({ flag: 'yes', describe: 'do not ask', default: false }),
  'check.maxAge': duration<null>(1, YEAR_MS, {
    flag: 'max-age',
    describe: 'how old the newest sample may be',
    default: null,
  }),
  'check.maxGap': duration<null>(1, YEAR_MS, {
    flag: 'max-gap',
    describe: 'how far two retained samples in a row may be apart',
    default: null,
  }),
  'check.minSamples': wholeNumber<null>(0, Number.MAX_SAFE_INTEGER, {
    flag: 'min-samples',
    argument: 'N',
    describe: 'how many samples have to be retained',
    default: null,
  }),
  'check.maxAnomalies': wholeNumber<null>(0, Number.MAX_SAFE_INTEGER, {
    flag: 'max-anomalies',
    argument: 'N',
    describe: 'how many retained samples may carry an anomaly',
    default: null,
  }),
  'check.junit': toggle({ flag: 'junit', describe: 'print JUnit XML', default: false }),
  'simulate.host': parsed<string>('an address of this machine', (text) => text || null, {
    flag: 'host',
    argument: 'ADDR',
    describe: 'address to listen on',
    default: '127.0.0.1',
  }),
  'simulate.port': wholeNumber<number>(0, 65_535, {
    flag: 'port',
    argument: 'N',
    describe: 'port to listen on, 0 for a free one',
    default: 8051,
  }),
  'simulate.speed': amount(0.01, 1000, {
    flag: 'speed',
    argument: 'X',
    describe: 'how many times faster than life',
    default: 1,
  }),
  'simulate.seed': wholeNumber<number>(0, 2 ** 32 - 1, {
    flag: 'seed',
    argument: 'N',
    describe: 'same seed, same data',
    default: 1,
  }),
  'simulate.fault': parsed<readonly Fault[]>(FAULTS_ALLOWED, parseFaults, {
    flag: 'fault',
    argument: 'KIND:P',
    describe: `answer a share of the requests wrongly: ${FAULT_KINDS.join(', ')}; several by commas`,
    default: [],
    repeats: true,
  }),
  'log.level': choice(['silent', 'error', 'warn', 'info', 'debug'], {
    flag: 'log-level',
    argument: 'LEVEL',
    describe: 'how much is logged, on stderr',
    default: 'info',
  }),
  'log.quiet': toggle({
    flag: 'quiet',
    short: 'q',
    describe: 'say only what is wrong: log errors, and print no line for what is right',
    default: false,
  }),
  'log.format': choice(['json', 'pretty'], {
    flag: 'log-format',
    argument: 'FORMAT',
    describe: 'how it is logged; pretty on a terminal and json elsewhere when nothing is said',
    default: null,
  }),
} satisfies Record<string, SettingDefinition<unknown>>;

export type SettingKey = keyof typeof SETTINGS;

/** The settings in force, read and checked. Durations are milliseconds. */
export type Settings = { readonly [K in SettingKey]: (typeof SETTINGS)[K]['default'] };

export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

function oneLine(text: string): string | null {
  return text === '' || /[\r\n]/.test(text) ? null : text;
}

/** The variable that a setting may come from; null for one that stands in files only. */
export function environmentVariable(key: SettingKey): string | null {
  const { flag, environment = flag }: SettingDefinition<unknown> = SETTINGS[key];
  return environment === undefined ? null : environmentName(environment);
}

/** The name in the environment: `--base-url` is FOOTWATCH_BASE_URL. */
export function environmentName(flag: string): string {
  return `FOOTWATCH_${flag.toUpperCase().replaceAll('-', '_')}`;
}
