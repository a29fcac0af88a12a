import { readFile } from 'node:fs/promises';
import { BUILT_IN_INSOLES } from '../core/insole/built-in-insoles.ts';
import { checkInsole, type FilePath, formatFilePath } from '../core/insole/check-insole.ts';
import type { Insole } from '../core/insole/insole.ts';
import { getInsoleReference } from '../store/insole-record.ts';

/** An insole of a file; or what is wrong with it, a line with the place: `foot.yaml:12: sensors[3].x is 101, must be …`. */
export type InsoleFile =
  | { readonly kind: 'insole'; readonly insole: Insole }
  | { readonly kind: 'wrong'; readonly message: string };

/** Reads the file of an insole, YAML or JSON. Rejects when it cannot be read. */
export async function readInsoleFile(path: string): Promise<InsoleFile> {
  return parseInsole(await readFile(path, 'utf8'), path);
}

/** Reads the text of an insole's file; `name` is what messages call it. */
export async function parseInsole(text: string, name: string): Promise<InsoleFile> {
  const { isNode, LineCounter, parseDocument, visit } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const wrong = (line: number, reason: string) =>
    ({ kind: 'wrong', message: `${name}:${Math.max(1, line)}: ${reason}` }) as const;
  const [error] = document.errors;
  if (error !== undefined)
    return wrong(
      lines.linePos(error.pos[0]).line,
      `not readable as YAML or JSON: ${describe(error.message)}`,
    );

  /** The line of the value that a path leads to, or of the last one on the way there that is in the file. */
  const findLine = (filePath: FilePath): number => {
    for (let length = filePath.length; length >= 0; length--) {
      const steps = filePath.slice(0, length);
      const node: unknown = length === 0 ? document.contents : document.getIn(steps, true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    let line = 1;
    visit(document, {
      Alias: (_, node) => {
        if (node.resolve(document) !== undefined || !node.range) return;
        line = lines.linePos(node.range[0]).line;
        return visit.BREAK;
      },
    });
    return wrong(line, 'not readable as YAML or JSON: an alias leads nowhere, or to too much');
  }
  const checked = checkInsole(content);
  if (checked.kind === 'wrong') {
    const place = formatFilePath(checked.path);
    return wrong(
      findLine(checked.path),
      place === '' ? `it ${checked.reason}` : `${place} ${checked.reason}`,
    );
  }
  const builtIn = BUILT_IN_INSOLES.get(checked.insole.name);
  if (builtIn !== undefined && getInsoleReference(builtIn) !== getInsoleReference(checked.insole))
    return wrong(findLine(['name']), `name is ${builtIn.name}, which is that of an insole that is built in`);
  return checked;
}

/** The parser's message, without what it shows of the file. */
function describe(message: string): string {
  return message.replace(/".*"|:? .*\n.*/gs, '…').slice(0, 120);
}
