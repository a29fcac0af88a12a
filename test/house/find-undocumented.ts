const EXPORT =
  /^export (?:default |declare |abstract |async )*(?:function\*?|class|const|let|interface|type|enum) ?(\w+)/;

/** The numbers, from 1, of the lines that export something without a docstring directly above. */
export function findUndocumented(source: string): number[] {
  const lines = source.split('\n');
  const undocumented: number[] = [];
  for (const [index, line] of lines.entries()) {
    const name = EXPORT.exec(line)?.[1];
    if (name === undefined) continue;
    const isOverload =
      line.startsWith('export function') && lines[index - 1]?.startsWith(`export function ${name}`);
    if (!isOverload && !endsDocstring(lines.slice(0, index))) undocumented.push(index + 1);
  }
  return undocumented;
}

function endsDocstring(lines: readonly string[]): boolean {
  if (!lines.at(-1)?.endsWith('*/')) return false;
  return lines.findLast((line) => /^\s*\/\*/.test(line))?.startsWith('/**') ?? false;
}
