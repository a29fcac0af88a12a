/** Why a value that a user gave is refused. A parser returns it where there is more to say than what is allowed. */
export class Refusal {
  /** What is wrong, as a message says it after the value: a phrase without a full stop, and without a secret. */
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}
