import {
  type CompletedOption,
  type CompletionNode,
  listFilePaths,
  listPaths,
  matchOption,
  quote,
} from './completion-node.ts';

/** Makes the completion script for bash. */
export function makeBashCompletion(nodes: readonly CompletionNode[]): string {
  return `# bash completion of footwatch: eval "$(footwatch completion bash)"
_footwatch() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
      ${listPaths(nodes).map(quote).join(' | ')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command $previous" in
${nodes.flatMap(({ path, options }) => options.flatMap((option) => completeValue(path, option))).join('\n')}
  esac
  case "$command" in
${nodes.map((node) => `    ${quote(node.path)}) word=${quote(listWords(node).join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$word" -- "$current"))
  case "$command" in
    ${listFilePaths(nodes).map(quote).join(' | ')}) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -F _footwatch footwatch
`;
}

function completeValue(path: string, { flag, value }: CompletedOption): string[] {
  const when = `    ${matchOption(path, flag)}`;
  switch (value.kind) {
    case 'switch':
      return [];
    case 'none':
      return [`${when} return ;;`];
    case 'patients':
      return [
        `${when} COMPREPLY=($(compgen -W "$("$1" completion patients 2>/dev/null)" -- "$current")); return ;;`,
      ];
    case 'files':
      return [`${when} compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")); return ;;`];
    case 'words':
      return [`${when} COMPREPLY=($(compgen -W ${quote(value.words.join(' '))} -- "$current")); return ;;`];
  }
}

function listWords({ words, options }: CompletionNode): string[] {
  return [...words.map(({ word }) => word), ...options.map(({ flag }) => `--${flag}`)];
}
