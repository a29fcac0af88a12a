/** How bad a finding is: `fail` makes `doctor` exit with an error. */
export type FindingStatus = 'ok' | 'warn' | 'fail';

/** What `doctor` found about one thing, and what to do about it. */
export interface Finding {
  /** What was examined, such as `redis clock`. */
  readonly name: string;
  readonly status: FindingStatus;
  readonly message: string;
  /** What the user should do; null when nothing is wrong. */
  readonly advice: string | null;
}

/** Makes a finding with nothing wrong. */
export function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, advice: null };
}

/** Makes a finding that the user should know of, with advice. */
export function warn(name: string, message: string, advice: string): Finding {
  return { name, status: 'warn', message, advice };
}

/** Makes a finding that keeps footwatch from working, with advice. */
export function fail(name: string, message: string, advice: string): Finding {
  return { name, status: 'fail', message, advice };
}

/** Finds the worst status; `ok` without findings. */
export function findWorstStatus(findings: readonly Finding[]): FindingStatus {
  if (findings.some(({ status }) => status === 'fail')) return 'fail';
  return findings.some(({ status }) => status === 'warn') ? 'warn' : 'ok';
}
