import type { CommandDefinition } from './command-definition.ts';
import { CACHER, DASHBOARD, DEMO, LOG, SHARED, SIMULATE, WATCH } from './command-settings.ts';
import { createSetupCommands } from './setup-commands.ts';

/** Every command by its name. One of two words belongs to a group. */
export const COMMANDS: Readonly<Record<string, CommandDefinition>> = {
  cacher: {
    describe: 'Poll every patient, store the samples, and remove old ones',
    settings: [...CACHER, ...SHARED],
    load: async () => (await import('./commands/cacher.ts')).runCacher,
    examples: [
      'footwatch cacher --base-url http://127.0.0.1:8051/',
      'footwatch cacher --base-url http://127.0.0.1:8051/ --patients 1-3 --cycles 20',
    ],
  },
  watch: {
    describe: 'Show the dashboard; in a pipe, print a line per second and patient',
    settings: [...WATCH, 'keep.kept', ...SHARED],
    load: async () => (await import('./commands/watch.ts')).runWatch,
    examples: [
      'footwatch watch --patient 3',
      'footwatch watch --patient 3 --once --json',
      'footwatch watch --light',
      'footwatch watch --patient 3 --speak',
      'footwatch watch | grep -v live',
    ],
  },
  anomalies: {
    describe: 'Print the anomaly events, also those older than the retention',
    settings: ['watch.patient', 'output.since', 'output.format', ...SHARED],
    load: async () => (await import('./commands/anomalies.ts')).runAnomalies,
    examples: ['footwatch anomalies --since 10m', 'footwatch anomalies --patient 3 --format json | jq .[0]'],
  },
  export: {
    describe: 'Print the samples, one a row',
    settings: [
      'watch.patient',
      'output.since',
      'output.until',
      'output.format',
      'export.anomalies',
      'export.output',
      'keep.kept',
      ...SHARED,
    ],
    load: async () => (await import('./commands/export.ts')).runExport,
    examples: [
      'footwatch export --patient 3 --since 5m --format csv --output walk.csv',
      'footwatch export --anomalies | jq .timestamp',
    ],
  },
  import: {
    describe: 'Read exports, of this store or another, into the store',
    operands: {
      name: '[FILE...]',
      describe: 'Files that export wrote, NDJSON or CSV; - or none is the standard input',
      areFiles: true,
    },
    settings: ['export.anomalies', 'insole', ...SHARED],
    load: async () => (await import('./commands/import.ts')).runImport,
    examples: [
      'footwatch import walk.ndjson',
      'footwatch export --redis redis://127.0.0.1:6379/0 | footwatch import --redis redis://127.0.0.1:6379/1',
    ],
  },
  replay: {
    describe: 'Play one patient of an export or a recording, in the dashboard or as lines',
    operands: {
      name: '[FILE]',
      describe: 'File that export or --record wrote; - or none is the standard input',
      areFiles: true,
    },
    settings: [
      'watch.patient',
      'insole',
      'simulate.speed',
      'watch.json',
      'watch.plain',
      'watch.speak',
      ...DASHBOARD,
      ...SHARED,
    ],
    load: async () => (await import('./commands/replay.ts')).runReplay,
    examples: ['footwatch replay walk.ndjson', 'footwatch replay walk.csv --patient 3 --speed 10 --plain'],
  },
  keep: {
    describe: 'Keep a span of a patient for ever, the last two minutes where nothing else is said',
    settings: ['watch.patient', 'output.since', 'output.until', 'keep.note', 'watch.json', ...SHARED],
    load: async () => (await import('./commands/keep.ts')).runKeep,
    examples: [
      'footwatch keep --patient 3 --note "freezes at the door"',
      'footwatch keep --patient 3 --since 5m --until 3m',
    ],
  },
  report: {
    describe: 'Write what a walk was like on a page that stands by itself',
    operands: {
      name: '[FILE]',
      describe: 'File that export or --record wrote; - is the standard input, none the store',
      areFiles: true,
    },
    settings: [
      'watch.patient',
      'output.since',
      'output.until',
      'keep.kept',
      'insole',
      'output.format',
      'export.output',
      'watch.privacy',
      ...SHARED,
    ],
    load: async () => (await import('./commands/report.ts')).runReport,
    examples: [
      'footwatch report --patient 3 --since 5m --output walk.html',
      'footwatch report walk.ndjson --format json | jq .figures.cadence',
    ],
  },
  compare: {
    describe: 'Compare two walks: side by side, and what differs by more than it may be off',
    operands: {
      name: '[WALK...]',
      areFiles: true,
      describe:
        'Two of these: a file that export wrote, the id of a kept walk, or a span of a patient such as 3@10m..5m',
    },
    settings: ['watch.patient', 'insole', 'watch.json', ...SHARED],
    load: async () => (await import('./commands/compare.ts')).runCompare,
    examples: ['footwatch compare before.ndjson after.ndjson', 'footwatch compare 3@10m..5m 3@5m --json'],
  },
  kept: {
    describe: 'List the walks that are kept for ever',
    settings: ['watch.patient', 'watch.json', 'watch.privacy', ...SHARED],
    load: async () => (await import('./commands/kept.ts')).runKept,
    examples: ['footwatch kept', 'footwatch kept --patient 3 --json | jq .[0].id'],
  },
  'kept remove': {
    describe: 'Remove a kept walk, for ever',
    operands: { name: '<ID>', describe: 'Id of the walk, as kept lists it', areFiles: false },
    settings: ['watch.patient', ...SHARED],
    load: async () => (await import('./commands/kept.ts')).runKeptRemove,
    examples: ['footwatch kept remove 20261126-140322 --patient 3'],
  },
  erase: {
    describe: 'Remove everything that is stored of a patient, for ever',
    settings: ['watch.patient', 'erase.yes', ...SHARED],
    load: async () => (await import('./commands/erase.ts')).runErase,
    examples: ['footwatch erase --patient 3'],
  },
  simulate: {
    describe: 'Serve a stand-in for the API, with recorded and generated walks',
    settings: [...SIMULATE, ...LOG],
    load: async () => (await import('./commands/simulate.ts')).runSimulate,
    examples: [
      'footwatch simulate --port 8051',
      'footwatch simulate --scenario freezing',
      'footwatch simulate --fault timeout:0.1 --fault error:0.05',
    ],
  },
  serve: {
    describe: 'Serve the dashboard as a web page, and the data over HTTP',
    settings: [
      'serve.host',
      'serve.port',
      'serve.tokenFile',
      'serve.behindProxy',
      'watch.patient',
      'watch.privacy',
      ...SHARED,
    ],
    load: async () => (await import('./commands/serve.ts')).runServe,
    examples: ['footwatch serve', 'footwatch serve --host 0.0.0.0 --token-file tokens --behind-proxy'],
  },
  demo: {
    describe: 'Show six people walking: simulator, cacher and dashboard in one, without Redis',
    settings: [...DEMO, ...LOG],
    load: async () => (await import('./commands/demo.ts')).runDemo,
    examples: ['footwatch demo', 'footwatch demo --plain | head'],
  },
  check: {
    describe:
      'Check what is stored: exit code 0 when every check passes, 1 when one fails, 69 when it cannot be known',
    settings: [
      'watch.patient',
      'check.maxAge',
      'check.maxGap',
      'check.minSamples',
      'check.maxAnomalies',
      'check.junit',
      'keep.kept',
      ...SHARED,
    ],
    load: async () => (await import('./commands/check.ts')).runCheck,
    examples: [
      'footwatch check --patient 3 --max-age 2s --max-gap 1s --min-samples 100 --max-anomalies 0',
      'footwatch check --max-age 5s --junit > footwatch.xml',
    ],
  },
  doctor: {
    describe: 'Diagnose Node, the terminal, the settings, the API, Redis and the cacher, and say what to do',
    settings: [
      'api.baseUrl',
      'api.url',
      'patients',
      'insole',
      'api.timeout',
      'cacher.metrics',
      'watch.json',
      ...SHARED,
    ],
    showsWarnings: true,
    load: async () => (await import('./commands/doctor.ts')).runDoctor,
    examples: ['footwatch doctor', 'footwatch doctor --json | jq .status'],
  },
  health: {
    describe:
      'Ask the cacher of this machine whether it is ready: exit code 1 when it is not, or does not answer',
    settings: ['cacher.metrics', ...LOG],
    load: async () => (await import('./commands/health.ts')).runHealth,
    examples: ['footwatch health --metrics 127.0.0.1:9464'],
  },
  ...createSetupCommands(SHARED, LOG),
};

/** What the groups of commands have in common, by their first word. */
export const GROUPS: Readonly<Record<string, string>> = {
  config: 'Show or check the settings in force',
  completion: 'Print scripts that let a shell complete commands, options and patients',
};
