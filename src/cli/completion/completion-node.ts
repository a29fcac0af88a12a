/** How the value of an option is completed; `nothing` is a value that nobody can guess. */
export type ValueCompletion =
  | { readonly kind: 'switch' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'patients' }
  | { readonly kind: 'files' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

export interface CompletedOption {
  /** Without dashes. */
  readonly flag: string;
  readonly describe: string;
  readonly value: ValueCompletion;
}

/** What may follow once some words were typed: the command so far, '' at first, then `config`, then `config show`. */
export interface CompletionNode {
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly describe: string }[];
  readonly options: readonly CompletedOption[];
  /** Whether it works on files that are named beside its options. */
  readonly takesFiles: boolean;
}

/** The words that lead on from a node, as the scripts compare them: what was typed, a space, the word. */
export function listPaths(nodes: readonly CompletionNode[]): string[] {
  return nodes.flatMap(({ path, words }) => words.map(({ word }) => `${path} ${word}`));
}

/** The commands that work on files. */
export function takesFiles(nodes: readonly CompletionNode[]): string[] {
  return nodes.flatMap(({ path, takesFiles }) => (takesFiles ? [path] : []));
}

/** Text in single quotes, for bash and zsh. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
