/** What a run ends with; scripts rely on it. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  unavailable: 69,
  wrongConfiguration: 78,
  hup: 129,
  int: 130,
  term: 143,
} as const;

/** Ends the run with a code and one line on stderr. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
