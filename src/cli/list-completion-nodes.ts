import { SETTINGS, type SettingKey } from '../settings/registry.ts';
import type { CommandDefinition } from './command-definition.ts';
import type { CompletedOption, CompletionNode } from './completion/completion-node.ts';

const HELP: CompletedOption = { flag: 'help', describe: 'Print this help', value: { kind: 'switch' } };
const VERSION: CompletedOption = {
  flag: 'version',
  describe: 'Print the version',
  value: { kind: 'switch' },
};
const CONFIG: CompletedOption = {
  flag: 'config',
  describe: 'Configuration file, instead of the one that is found',
  value: { kind: 'files' },
};

/** Lists what a shell can complete: the program, the groups, and every command. */
export function listCompletionNodes(
  commands: Readonly<Record<string, CommandDefinition>>,
  groups: Readonly<Record<string, string>>,
): CompletionNode[] {
  const all = Object.entries(commands);
  const listWords = (group: string) =>
    all
      .filter(([path]) => path.startsWith(`${group} `))
      .map(([path, { describe }]) => ({ word: path.slice(group.length + 1), describe }));
  const leaves = all.map(([path, { settings, operands }]) => ({
    path,
    words: listWords(path),
    options: [...settings.map(makeOption), CONFIG, HELP],
    takesFiles: operands?.areFiles === true,
  }));
  const grouped = Object.keys(groups).map((group) => ({
    path: group,
    words: listWords(group),
    options: [HELP],
    takesFiles: false,
  }));
  const words = [
    ...all.filter(([path]) => !path.includes(' ')).map(([word, { describe }]) => ({ word, describe })),
    ...Object.entries(groups).map(([word, describe]) => ({ word, describe })),
  ];
  return [{ path: '', words, options: [VERSION, HELP], takesFiles: false }, ...grouped, ...leaves];
}

function makeOption(key: SettingKey): CompletedOption {
  const { flag = key, describe, completion } = SETTINGS[key];
  return { flag, describe, value: completion };
}
