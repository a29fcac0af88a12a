import { parse } from 'yaml';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const FENCED = /^```(\w*)\n(.*?)^```$/gms;
const INDENTED = /^ {4}(.*)$/gm;
/** At the start of a line, after a pipe, or in a substitution. */
const FOOTWATCH = /(^|[|(;&] *)(npx )?footwatch /;

/** Finds every line of a page's code blocks that runs footwatch, also in the steps of a GitHub Actions workflow. */
export function findDocumentedCommands(markdown: string): string[] {
  const lines: string[] = [];
  const prose = markdown.replaceAll(FENCED, (_, language: string, code: string) => {
    lines.push(...(language === 'yaml' ? listSteps(parse(code)) : code.split('\n')));
    return '';
  });
  for (const [, line = ''] of prose.matchAll(INDENTED)) lines.push(line);
  return lines.map((line) => line.trim()).filter((line) => FOOTWATCH.test(line));
}

function listSteps(content: unknown): string[] {
  if (typeof content !== 'object' || content === null || !('jobs' in content)) return [];
  const { jobs } = content as Workflow;
  return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run?.split('\n') ?? []));
}
