import { type CompletedOption, type CompletionNode, listPaths } from './completion-node.ts';

/** Makes the completion script for fish. */
export function makeFishCompletion(nodes: readonly CompletionNode[]): string {
  return `# fish completion of footwatch: footwatch completion fish > ~/.config/fish/completions/footwatch.fish
function __footwatch_is
    set -l words (commandline -opc)
    set -l command ''
    for word in $words[2..-1]
        switch "$command $word"
            case ${listPaths(nodes).map(quoteForFish).join(' ')}
                set command (string trim "$command $word")
        end
    end
    test "$command" = "$argv[1]"
end
function __footwatch_patients
    set -l words (commandline -opc)
    $words[1] completion patients 2>/dev/null
end
complete -c footwatch -f
${nodes.flatMap(completeNode).join('\n')}
`;
}

function completeNode({ path, words, options, takesFiles }: CompletionNode): string[] {
  const when = `complete -c footwatch -n ${quoteForFish(`__footwatch_is "${path}"`)}`;
  return [
    ...(takesFiles ? [`${when} -F`] : []),
    ...words.map(({ word, describe }) => `${when} -a ${word} -d ${quoteForFish(describe)}`),
    ...options.map(
      (option) => `${when} -l ${option.flag}${completeValue(option)} -d ${quoteForFish(option.describe)}`,
    ),
  ];
}

function completeValue({ flag, value }: CompletedOption): string {
  switch (value.kind) {
    case 'switch':
      return '';
    case 'none':
      return ' -x';
    case 'patients':
      return " -x -a '(__footwatch_patients)'";
    case 'files':
      return `${flag === 'config' ? ' -s c' : ''} -r -F`;
    case 'words':
      return ` -x -a ${quoteForFish(value.words.join(' '))}`;
  }
}

function quoteForFish(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
