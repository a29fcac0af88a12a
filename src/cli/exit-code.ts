/** The exit codes of footwatch, which scripts rely on. */
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

/** Ends a command with an exit code and one line on stderr. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
