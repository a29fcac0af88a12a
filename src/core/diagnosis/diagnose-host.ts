import { type Finding, fail, ok, warn } from './finding.ts';

/** The oldest supported version of Node, as in package.json: undici needs it. */
const MIN_NODE = '20.18.1';

/** What is known of the terminal. */
export interface TerminalFacts {
  /** Null when the output is not a terminal. */
  readonly size: { readonly columns: number; readonly rows: number } | null;
  /** The smallest size that the dashboard fits in. */
  readonly minSize: { readonly columns: number; readonly rows: number };
  /** TERM of the environment, empty when not set. */
  readonly term: string;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** How many colours the terminal has. */
  readonly colours: number;
  /** Whether the locale is UTF-8. */
  readonly unicode: boolean;
}

/**
 * Diagnoses the version of Node.
 *
 * @param version such as `20.18.1`, as in `process.versions.node`
 */
export function diagnoseNode(version: string): Finding {
  const isSupported = version.localeCompare(MIN_NODE, 'en', { numeric: true }) >= 0;
  return isSupported
    ? ok('node', version)
    : fail('node', `${version} is too old`, `install Node ${MIN_NODE} or later`);
}

/** Diagnoses the terminal. Only the first problem is reported; others appear once it is solved. */
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
