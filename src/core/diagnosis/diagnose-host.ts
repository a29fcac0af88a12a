import { type Finding, fail, ok, warn } from './finding.ts';

/** The oldest Node that footwatch runs on, as package.json says. */
const MIN_NODE = [20, 12] as const;

export interface TerminalFacts {
  /** Null when the output is no terminal. */
  readonly size: { readonly columns: number; readonly rows: number } | null;
  readonly minSize: { readonly columns: number; readonly rows: number };
  readonly term: string;
  /** Whether the user asked for no colours. */
  readonly noColor: boolean;
  readonly colours: number;
  readonly unicode: boolean;
}

/** @param version as `process.versions.node` gives it */
export function diagnoseNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = MIN_NODE;
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return isEnough
    ? ok('node', version)
    : fail('node', `${version} is too old`, `install Node ${MIN_NODE.join('.')} or later`);
}

/** The first trouble is told; the others show once it is gone. */
export function diagnoseTerminal(facts: TerminalFacts): Finding {
  const { size, minSize, term } = facts;
  if (size === null) return ok('terminal', 'none, the output is piped: watch prints the linear feed');
  const { columns, rows } = size;
  if (term === '' || term === 'dumb') {
    return warn(
      'terminal',
      term === '' ? 'TERM is not set' : 'TERM is dumb',
      'set TERM to what the terminal is, such as xterm-256color',
    );
  }
  if (columns < minSize.columns || rows < minSize.rows) {
    return warn(
      'terminal',
      `${columns}x${rows} is too small for the dashboard`,
      `make it ${minSize.columns}x${minSize.rows} or larger`,
    );
  }
  if (!facts.unicode && term !== 'linux') {
    return warn('terminal', 'the locale has no UTF-8: the dashboard draws in ASCII', 'set LANG to C.UTF-8');
  }
  if (facts.colours === 0 && !facts.noColor) {
    return warn(
      'terminal',
      `TERM ${term} has no colours`,
      'set TERM to what the terminal is, such as xterm-256color',
    );
  }
  const colours = facts.noColor ? 'no colours, as NO_COLOR asks' : `${facts.colours} colours`;
  return ok('terminal', `${term}, ${colours}, ${facts.unicode ? 'Unicode' : 'ASCII'}, ${columns}x${rows}`);
}
