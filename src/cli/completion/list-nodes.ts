import { SETTINGS, type SettingKey } from '../../settings/registry.ts';
import type { SettingDefinition } from '../../settings/setting-kinds.ts';
import type { CompletedOption, CompletionNode, ValueCompletion } from './completion-node.ts';

const HELP: CompletedOption = { flag: 'help', describe: 'what it does', value: { kind: 'switch' } };
const VERSION: CompletedOption = { flag: 'version', describe: 'the version', value: { kind: 'switch' } };
const CONFIG: CompletedOption = {
  flag: 'config',
  describe: 'configuration file, instead of the one that is found',
  value: { kind: 'files' },
};
const PATIENTS: readonly SettingKey[] = ['patients', 'watch.patient'];

/** A command as the table has it; one of two words belongs to a group. */
export interface ListedCommand {
  readonly path: string;
  readonly describe: string;
  readonly settings: readonly SettingKey[];
  readonly takesFiles: boolean;
}

/** What there is to complete: the program, the groups, and every command. */
export function listNodes(
  commands: readonly ListedCommand[],
  groups: Readonly<Record<string, string>>,
): CompletionNode[] {
  const single = commands.filter(({ path }) => !path.includes(' '));
  const leaves = commands.map(({ path, settings, takesFiles }) => ({
    path,
    words: [],
    options: [...settings.map(completeSetting), CONFIG, HELP],
    takesFiles,
  }));
  const grouped = Object.keys(groups).map((group) => ({
    path: group,
    words: commands
      .filter(({ path }) => path.startsWith(`${group} `))
      .map(({ path, describe }) => ({ word: path.slice(group.length + 1), describe })),
    options: [HELP],
    takesFiles: false,
  }));
  const words = [
    ...single.map(({ path, describe }) => ({ word: path, describe })),
    ...Object.entries(groups).map(([word, describe]) => ({ word, describe })),
  ];
  return [{ path: '', words, options: [VERSION, HELP], takesFiles: false }, ...grouped, ...leaves];
}

function completeSetting(key: SettingKey): CompletedOption {
  const definition: SettingDefinition<unknown> = SETTINGS[key];
  return {
    flag: definition.flag ?? key,
    describe: definition.describe,
    value: completeValue(key, definition),
  };
}

function completeValue(key: SettingKey, definition: SettingDefinition<unknown>): ValueCompletion {
  if (PATIENTS.includes(key)) return { kind: 'patients' };
  if (definition.argument === undefined) return { kind: 'switch' };
  if (definition.argument === 'FILE') return { kind: 'files' };
  const words = definition.fileSchema?.enum;
  return Array.isArray(words) ? { kind: 'words', words: words.map(String) } : { kind: 'nothing' };
}
