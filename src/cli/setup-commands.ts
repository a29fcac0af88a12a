import type { SettingKey } from '../settings/registry.ts';
import type { CommandDefinition } from './command-definition.ts';

/**
 * The commands that set footwatch up: its configuration, and the completion of shells.
 *
 * @param shared the settings that every command takes
 * @param log those of them that are about the log
 */
export function createSetupCommands(
  shared: readonly SettingKey[],
  log: readonly SettingKey[],
): Readonly<Record<string, CommandDefinition>> {
  return {
    'config show': {
      describe: 'Print every setting in force, and where it came from',
      settings: ['watch.json', ...shared],
      load: async () => (await import('./commands/config.ts')).runConfigShow,
      examples: ['footwatch config show', 'footwatch config show --json'],
    },
    'config guess': {
      describe: 'Write a configuration that reads the JSON of an API',
      operands: {
        name: 'URL',
        describe: 'Address of the API, with {patient} where it names the patient',
        areFiles: false,
      },
      settings: ['patients', 'insole', 'api.client', 'api.timeout', ...log],
      load: async () => (await import('./commands/config-guess.ts')).runConfigGuess,
      examples: ["footwatch config guess 'http://127.0.0.1:8051/{patient}' > guessed.yaml"],
    },
    'config validate': {
      describe: 'Check the configuration file and the environment',
      settings: shared,
      load: async () => (await import('./commands/config.ts')).runConfigValidate,
      examples: ['footwatch config validate --config conf/footwatch.yaml'],
    },
    'completion bash': {
      describe: 'Print the completion script for bash',
      settings: shared,
      load: async () => (await import('./commands/completion.ts')).createCompletion('bash'),
      examples: ['eval "$(footwatch completion bash)"'],
    },
    'completion zsh': {
      describe: 'Print the completion script for zsh',
      settings: shared,
      load: async () => (await import('./commands/completion.ts')).createCompletion('zsh'),
      examples: ['eval "$(footwatch completion zsh)"'],
    },
    'completion fish': {
      describe: 'Print the completion script for fish',
      settings: shared,
      load: async () => (await import('./commands/completion.ts')).createCompletion('fish'),
      examples: ['footwatch completion fish > ~/.config/fish/completions/footwatch.fish'],
    },
    'completion patients': {
      describe: 'Print the patients in the store, as the scripts complete them',
      settings: shared,
      load: async () => (await import('./commands/completion.ts')).runCompletionPatients,
      examples: ['footwatch completion patients'],
    },
  };
}
