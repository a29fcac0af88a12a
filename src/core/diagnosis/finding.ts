export type FindingStatus = 'ok' | 'warn' | 'fail';

/** What `doctor` found out about one thing, and what to do about it. */
export interface Finding {
  readonly name: string;
  readonly status: FindingStatus;
  readonly message: string;
  /** What to do; null when there is nothing to. */
  readonly advice: string | null;
}

export function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, advice: null };
}

export function warn(name: string, message: string, advice: string): Finding {
  return { name, status: 'warn', message, advice };
}

export function fail(name: string, message: string, advice: string): Finding {
  return { name, status: 'fail', message, advice };
}

/** The worst of all. */
export function findWorstStatus(findings: readonly Finding[]): FindingStatus {
  if (findings.some(({ status }) => status === 'fail')) return 'fail';
  return findings.some(({ status }) => status === 'warn') ? 'warn' : 'ok';
}
