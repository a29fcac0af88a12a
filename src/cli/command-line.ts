import { Command, CommanderError, Option } from 'commander';
import { formatDuration } from '../core/time/duration.ts';
import { SETTINGS, type SettingKey } from '../settings/registry.ts';
import type { SettingDefinition } from '../settings/setting-kinds.ts';
import { listNodes } from './completion/list-nodes.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import type { RunCommand } from './invocation.ts';
import { VERSION } from './version.ts';

interface CommandDefinition {
  readonly describe: string;
  readonly settings: readonly SettingKey[];
  /** What the command works on, in the words of its usage. */
  readonly operands?: { readonly name: string; readonly describe: string };
  /** Loaded when the command runs, so that `--help` starts fast. */
  readonly load: () => Promise<RunCommand>;
  readonly examples: readonly string[];
}

const CACHER: readonly SettingKey[] = [
  'api.baseUrl',
  'api.client',
  'patients',
  'cacher.shard',
  'cacher.interval',
  'api.timeout',
  'cacher.retention',
  'cacher.cleanupInterval',
  'cacher.simulateAnomalies',
  'cacher.cycles',
  'cacher.duration',
  'cacher.metrics',
  'output.record',
];
/** How the dashboard looks. */
const LOOKS: readonly SettingKey[] = [
  'watch.width',
  'watch.height',
  'watch.theme',
  'watch.ascii',
  'watch.privacy',
  'watch.traces',
  'watch.feet',
  'watch.light',
  'watch.mouse',
];
const WATCH: readonly SettingKey[] = [
  'watch.patient',
  'watch.once',
  'watch.json',
  'watch.plain',
  ...LOOKS,
  'watch.bell',
  'watch.onAnomaly',
  'output.record',
];
const SIMULATE: readonly SettingKey[] = [
  'simulate.host',
  'simulate.port',
  'patients',
  'simulate.speed',
  'simulate.seed',
  'simulate.fault',
];
const SHARED: readonly SettingKey[] = ['redis.url', 'log.level', 'log.quiet', 'log.format'];
/** Demo brings its own API and store. */
const NOT_IN_DEMO: readonly SettingKey[] = [
  'api.baseUrl',
  'cacher.shard',
  'cacher.metrics',
  'simulate.host',
  'simulate.port',
];

const COMMANDS: Readonly<Record<string, CommandDefinition>> = {
  cacher: {
    describe: 'poll every patient, store the samples, remove old ones',
    settings: CACHER,
    load: async () => (await import('./commands/cacher.ts')).runCacher,
    examples: [
      'footwatch cacher --base-url http://127.0.0.1:8051/',
      'footwatch cacher --base-url http://127.0.0.1:8051/ --patients 1-3 --cycles 20',
    ],
  },
  watch: {
    describe: 'the dashboard; a line a second and patient when piped',
    settings: WATCH,
    load: async () => (await import('./commands/watch.ts')).runWatch,
    examples: [
      'footwatch watch --patient 3',
      'footwatch watch --patient 3 --once --json',
      'footwatch watch --light',
      'footwatch watch | grep -v live',
    ],
  },
  anomalies: {
    describe: 'the anomaly events, also those older than the retention',
    settings: ['watch.patient', 'output.since', 'output.format'],
    load: async () => (await import('./commands/anomalies.ts')).runAnomalies,
    examples: ['footwatch anomalies --since 10m', 'footwatch anomalies --patient 3 --format json | jq .[0]'],
  },
  export: {
    describe: 'the samples, a row each',
    settings: [
      'watch.patient',
      'output.since',
      'output.until',
      'output.format',
      'export.anomalies',
      'export.output',
    ],
    load: async () => (await import('./commands/export.ts')).runExport,
    examples: [
      'footwatch export --patient 3 --since 5m --format csv --output walk.csv',
      'footwatch export --anomalies | jq .timestamp',
    ],
  },
  import: {
    describe: 'reads exports, of this store or another, into the store',
    operands: {
      name: '[FILE...]',
      describe: 'what export wrote, NDJSON or CSV; - or none is the standard input',
    },
    settings: ['export.anomalies'],
    load: async () => (await import('./commands/import.ts')).runImport,
    examples: [
      'footwatch import walk.ndjson',
      'footwatch export --redis redis://127.0.0.1:6379/0 | footwatch import --redis redis://127.0.0.1:6379/1',
    ],
  },
  replay: {
    describe: 'plays an export or a recording, one patient of it, in the dashboard or the feed',
    operands: { name: '[FILE]', describe: 'what export or --record wrote; - or none is the standard input' },
    settings: ['watch.patient', 'simulate.speed', 'watch.json', 'watch.plain', ...LOOKS],
    load: async () => (await import('./commands/replay.ts')).runReplay,
    examples: ['footwatch replay walk.ndjson', 'footwatch replay walk.csv --patient 3 --speed 10 --plain'],
  },
  erase: {
    describe: 'remove everything of a patient, for ever',
    settings: ['watch.patient', 'erase.yes'],
    load: async () => (await import('./commands/erase.ts')).runErase,
    examples: ['footwatch erase --patient 3'],
  },
  simulate: {
    describe: 'a stand-in for the API: recorded and generated walks',
    settings: SIMULATE,
    load: async () => (await import('./commands/simulate.ts')).runSimulate,
    examples: ['footwatch simulate --port 8051', 'footwatch simulate --fault timeout:0.1 --fault error:0.05'],
  },
  demo: {
    describe: 'six people walking: simulator, cacher and dashboard in one, without Redis',
    settings: [...new Set([...CACHER, ...WATCH, ...SIMULATE])].filter((key) => !NOT_IN_DEMO.includes(key)),
    load: async () => (await import('./commands/demo.ts')).runDemo,
    examples: ['footwatch demo', 'footwatch demo --plain | head'],
  },
  check: {
    describe:
      'assert what the store holds: exit code 0 when all of it is so, 1 when not, 69 when it cannot know',
    settings: [
      'watch.patient',
      'check.maxAge',
      'check.maxGap',
      'check.minSamples',
      'check.maxAnomalies',
      'check.junit',
    ],
    load: async () => (await import('./commands/check.ts')).runCheck,
    examples: [
      'footwatch check --patient 3 --max-age 2s --max-gap 1s --min-samples 100 --max-anomalies 0',
      'footwatch check --max-age 5s --junit > footwatch.xml',
    ],
  },
  doctor: {
    describe:
      'tell what is right and wrong with Node, the terminal, the settings, the API and Redis, and what to do',
    settings: ['api.baseUrl', 'patients', 'api.timeout', 'watch.json'],
    load: async () => (await import('./commands/doctor.ts')).runDoctor,
    examples: ['footwatch doctor', 'footwatch doctor --json | jq .status'],
  },
  'config show': {
    describe: 'every setting in force, and where it came from',
    settings: ['watch.json'],
    load: async () => (await import('./commands/config.ts')).runConfigShow,
    examples: ['footwatch config show', 'footwatch config show --json'],
  },
  'config validate': {
    describe: 'tell whether the configuration file and the environment are right',
    settings: [],
    load: async () => (await import('./commands/config.ts')).runConfigValidate,
    examples: ['footwatch config validate --config conf/footwatch.yaml'],
  },
  'completion bash': {
    describe: 'the script for bash',
    settings: [],
    load: async () => (await import('./commands/completion.ts')).createCompletion('bash'),
    examples: ['eval "$(footwatch completion bash)"'],
  },
  'completion zsh': {
    describe: 'the script for zsh',
    settings: [],
    load: async () => (await import('./commands/completion.ts')).createCompletion('zsh'),
    examples: ['eval "$(footwatch completion zsh)"'],
  },
  'completion fish': {
    describe: 'the script for fish',
    settings: [],
    load: async () => (await import('./commands/completion.ts')).createCompletion('fish'),
    examples: ['footwatch completion fish > ~/.config/fish/completions/footwatch.fish'],
  },
  'completion patients': {
    describe: 'the patients in the store, as the scripts complete them',
    settings: [],
    load: async () => (await import('./commands/completion.ts')).runCompletionPatients,
    examples: ['footwatch completion patients'],
  },
};

/** What the commands of two words have in common. */
const GROUPS: Readonly<Record<string, string>> = {
  config: 'the settings in force',
  completion: 'scripts that let a shell complete commands, options and patients',
};

const PROGRAM_HELP = `
Every option can come from the environment too: --base-url as FOOTWATCH_BASE_URL.

Examples:
  footwatch demo
  footwatch cacher --base-url http://127.0.0.1:8051/
  footwatch watch --patient 3
  footwatch doctor`;

/** Parses the command line, runs the command and tells the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('footwatch')
    .description('Plantar pressure of walking people, live in the terminal and kept in Redis.')
    .version(VERSION, '--version')
    .helpCommand('help [command]', 'what a command does')
    .exitOverride()
    .configureOutput({ outputError: () => {}, writeErr: () => {} })
    .addHelpText('after', PROGRAM_HELP);
  for (const [name, definition] of Object.entries(COMMANDS)) {
    const command = addCommand(program, name)
      .description(definition.describe)
      .exitOverride()
      .configureOutput({ outputError: () => {} })
      .addHelpText('after', `\nExamples:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`);
    for (const key of [...definition.settings, ...sharedBy(name)]) command.addOption(optionOf(key));
    if (definition.operands) command.argument(definition.operands.name, definition.operands.describe);
    command.option('-c, --config <FILE>', 'configuration file, instead of the one that is found');
    command.action(async () => {
      const flags = flagsOf(command);
      // Not before a command runs: what reads settings takes as long to load as Node.
      const { loadSettings } = await import('./load-settings.ts');
      const { settings, origins, file } = await loadSettings(flags);
      exitCode = await (await definition.load())(settings, origins, {
        flags,
        operands: command.args,
        file,
        completion: nodesToComplete(),
      });
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return explainUsage(error);
  }
  return exitCode;
}

/** A command of two words belongs to a group, which is made when its first is. */
function addCommand(program: Command, name: string): Command {
  const [first = name, second] = name.split(' ');
  if (second === undefined) return program.command(first);
  const group =
    program.commands.find((command) => command.name() === first) ??
    program
      .command(first)
      .description(GROUPS[first] ?? '')
      .helpCommand(false)
      .exitOverride()
      .configureOutput({ outputError: () => {}, writeErr: () => {} });
  return group.command(second);
}

/** The commands as the completion scripts see them. */
function nodesToComplete() {
  const listed = Object.entries(COMMANDS).map(([path, { describe, settings, operands }]) => ({
    path,
    describe,
    takesFiles: operands !== undefined,
    settings: [...settings, ...sharedBy(path)],
  }));
  return listNodes(listed, GROUPS);
}

function sharedBy(command: string): readonly SettingKey[] {
  return command === 'demo' || command === 'simulate' ? SHARED.filter((key) => key !== 'redis.url') : SHARED;
}

function optionOf(key: SettingKey): Option {
  const definition: SettingDefinition<unknown> = SETTINGS[key];
  const { flag = key, short, argument, describe, secret } = definition;
  const shown = definition.default;
  const text =
    shown === null || shown === false || (Array.isArray(shown) && shown.length === 0) || secret
      ? describe
      : `${describe} (${showDefault(key)})`;
  const option = new Option(
    `${short ? `-${short}, ` : ''}--${flag}${argument ? ` <${argument}>` : ''}`,
    text,
  );
  if (definition.repeats) {
    option.argParser((value: string, before?: string) => (before ? `${before},${value}` : value));
  }
  return option;
}

function showDefault(key: SettingKey): string {
  const value: unknown = SETTINGS[key].default;
  return SETTINGS[key].argument === 'DURATION' ? formatDuration(Number(value)) : String(value);
}

/** The flags that were given, by their names without dashes. */
function flagsOf(command: Command): Record<string, unknown> {
  const given = command.opts<Record<string, unknown>>();
  return Object.fromEntries(
    command.options.map((option) => [option.long?.slice(2) ?? '', given[option.attributeName()]]),
  );
}

/** Help and version are no failures; everything else is wrong usage, told in one line. */
function explainUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.done;
  if (error.code === 'commander.help')
    throw new CommandFailure(EXIT.wrongUsage, 'no command given; see footwatch --help');
  throw new CommandFailure(EXIT.wrongUsage, error.message.replace(/^error: /, '').replaceAll('\n', ' '));
}
