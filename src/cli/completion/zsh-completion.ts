import {
  type CompletedOption,
  type CompletionNode,
  listFilePaths,
  listPaths,
  matchOption,
  quote,
} from './completion-node.ts';

/** Makes the completion script for zsh. */
export function makeZshCompletion(nodes: readonly CompletionNode[]): string {
  return `#compdef footwatch
# zsh completion of footwatch: a file _footwatch in a folder of $fpath, or eval "$(footwatch completion zsh)"
_footwatch() {
  local command='' word previous="$words[CURRENT-1]"
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$command $word" in
      ${listPaths(nodes).map(quote).join(' | ')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command $previous" in
${nodes.flatMap(({ path, options }) => options.flatMap((option) => completeValue(path, option))).join('\n')}
  esac
  case "$command" in
${nodes.map((node) => `    ${quote(node.path)}) found=(${listEntries(node).join(' ')}) ;;`).join('\n')}
  esac
  _describe footwatch found
  case "$command" in
    ${listFilePaths(nodes).map(quote).join(' | ')}) _files ;;
  esac
}
if [[ "$zsh_eval_context[-1]" == loadautofunc ]]; then
  _footwatch "$@"
else
  compdef _footwatch footwatch
fi
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
      return [`${when} compadd -- \${(f)"$($words[1] completion patients 2>/dev/null)"}; return ;;`];
    case 'files':
      return [`${when} _files; return ;;`];
    case 'words':
      return [`${when} compadd -- ${value.words.map(quote).join(' ')}; return ;;`];
  }
}

/** Lists each word and its description, separated by a colon. */
function listEntries({ words, options }: CompletionNode): string[] {
  const entries = [
    ...words.map(({ word, describe }) => [word, describe] as const),
    ...options.map(({ flag, describe }) => [`--${flag}`, describe] as const),
  ];
  return entries.map(([word, describe]) => quote(`${word}:${describe.replaceAll(':', '\\:')}`));
}
