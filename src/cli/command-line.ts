import { Command, CommanderError, Option } from 'commander';
import { describeDefault } from '../settings/describe-default.ts';
import { SETTINGS, type SettingKey } from '../settings/registry.ts';
import type { CommandDefinition } from './command-definition.ts';
import { COMMANDS, GROUPS } from './command-table.ts';
import { CommandFailure, EXIT } from './exit-code.ts';
import { listCompletionNodes } from './list-completion-nodes.ts';
import { VERSION } from './version.ts';

const PROGRAM_HELP = `
Every option can also come from the environment: --base-url as FOOTWATCH_BASE_URL, --config as FOOTWATCH_CONFIG.

Examples:
  footwatch demo
  footwatch cacher --base-url http://127.0.0.1:8051/
  footwatch watch --patient 3
  footwatch doctor`;

/** Commander's own messages are silenced: failures are thrown, and reported in one line by the caller. */
const SILENT = { outputError: () => {} };

/**
 * Parses the command line, runs the command and resolves with the exit code.
 *
 * @throws CommandFailure for wrong usage, and whatever ends the command
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('footwatch')
    .description('Plantar pressure of walking people, live in the terminal and kept in Redis.')
    .version(VERSION, '--version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .helpCommand('help [command]', 'Print the help of a command')
    .exitOverride()
    // What follows the name of a command belongs to it: kept and kept remove take the same options.
    .enablePositionalOptions()
    .configureOutput(SILENT)
    .addHelpText('after', PROGRAM_HELP);
  for (const [name, definition] of Object.entries(COMMANDS)) {
    const command = addCommand(program, name, definition);
    command.action(async () => {
      exitCode = await runCommand(definition, getFlags(command), command.args);
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return handleUsage(error);
  }
  return exitCode;
}

function addCommand(program: Command, name: string, definition: CommandDefinition): Command {
  const [first = name, second] = name.split(' ');
  const command = (second === undefined ? program : getGroup(program, first))
    .command(second ?? first)
    .description(definition.describe)
    .helpOption('-h, --help', 'Print this help')
    .exitOverride()
    .configureOutput(SILENT)
    .addHelpText('after', `\nExamples:\n${definition.examples.map((line) => `  ${line}`).join('\n')}`);
  if (second === undefined) command.helpCommand(false);
  for (const key of definition.settings) command.addOption(makeOption(key));
  if (definition.operands) command.argument(definition.operands.name, definition.operands.describe);
  return command.option('-c, --config <FILE>', 'Configuration file, instead of the one that is found');
}

/** The group of a command of two words, which is added with its first command. */
function getGroup(program: Command, name: string): Command {
  return (
    program.commands.find((command) => command.name() === name) ??
    program
      .command(name)
      .description(GROUPS[name] ?? '')
      .helpOption('-h, --help', 'Print this help')
      .helpCommand(false)
      .exitOverride()
      .configureOutput(SILENT)
  );
}

function makeOption(key: SettingKey): Option {
  const { flag = key, short, argument, describe, repeats } = SETTINGS[key];
  const fallback = argument === undefined ? null : describeDefault(key);
  const option = new Option(
    `${short ? `-${short}, ` : ''}--${flag}${argument ? ` <${argument}>` : ''}`,
    fallback === null ? describe : `${describe} (default: ${fallback})`,
  );
  if (repeats) option.argParser((value: string, before?: string) => (before ? `${before},${value}` : value));
  return option;
}

async function runCommand(
  definition: CommandDefinition,
  flags: Readonly<Record<string, unknown>>,
  operands: readonly string[],
): Promise<number> {
  // Imported here: what reads settings takes as long to load as Node, and help does without.
  const { loadSettings } = await import('./load-settings.ts');
  const { reportWarnings } = await import('./report-warnings.ts');
  const loaded = await loadSettings(flags);
  if (!definition.showsWarnings) reportWarnings(loaded.settings, loaded.warnings);
  const run = await definition.load();
  return run(loaded, { flags, operands, completion: listCompletionNodes(COMMANDS, GROUPS) });
}

/** The flags that were given, by their names without dashes. */
function getFlags(command: Command): Record<string, unknown> {
  const given = command.opts<Record<string, unknown>>();
  return Object.fromEntries(
    command.options.map((option) => [option.long?.slice(2) ?? '', given[option.attributeName()]]),
  );
}

/** Commander has printed help and version already. Unrequested help on stderr means that a command is missing. */
function handleUsage(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.done;
  if (error.code === 'commander.help') return EXIT.wrongUsage;
  throw new CommandFailure(EXIT.wrongUsage, error.message.replace(/^error: /, '').replaceAll('\n', ' '));
}
