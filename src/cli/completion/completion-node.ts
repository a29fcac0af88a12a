import type { ValueCompletion } from '../../settings/setting-definition.ts';

/** An option that a shell completes, and how it completes the value. */
export interface CompletedOption {
  /** Without dashes. */
  readonly flag: string;
  readonly describe: string;
  readonly value: ValueCompletion;
}

/** What may follow the words that were typed so far: '' at first, then `config`, then `config show`. */
export interface CompletionNode {
  /** The words so far, separated by blanks. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly describe: string }[];
  readonly options: readonly CompletedOption[];
  /** Whether file names may stand beside the options. */
  readonly takesFiles: boolean;
}

/** Lists the words that lead from one node to another, as the scripts compare them: the path, a blank, the word. */
export function listPaths(nodes: readonly CompletionNode[]): string[] {
  return nodes.flatMap(({ path, words }) => words.map(({ word }) => `${path} ${word}`));
}

/** Lists the paths after which file names may stand. */
export function listFilePaths(nodes: readonly CompletionNode[]): string[] {
  return nodes.flatMap(({ path, takesFiles }) => (takesFiles ? [path] : []));
}

/** The pattern of a `case` of bash and zsh for an option whose value is completed: the path and the option, long and short. */
export function matchOption(path: string, flag: string): string {
  return `${quote(`${path} --${flag}`)}${flag === 'config' ? ` | ${quote(`${path} -c`)}` : ''})`;
}

/** Quotes a text for bash and zsh. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
