import type { ApiClient, FetchResult } from '../../src/cacher/api/api-client.ts';
import { answerBody } from './api/http-server.ts';

/** An answer of the scripted API: a body, a failure, or a body after a delay. */
export type Answer =
  | string
  | { readonly failed: string; readonly retryAfterMs?: number }
  | { readonly body: string; readonly afterMs: number };

/** An API whose answers depend on the patient and the number of the poll; it records every poll. */
export class ScriptedClient implements ApiClient {
  readonly polls: { readonly patient: number; readonly atMs: number }[] = [];
  readonly underWay = new Map<number, number>();
  maxUnderWay = 0;
  readonly #endings: (() => void)[] = [];
  readonly #answer: (patient: number, poll: number) => Answer;

  constructor(answer: (patient: number, poll: number) => Answer = () => answerBody()) {
    this.#answer = answer;
  }

  async fetch(patient: number): Promise<FetchResult> {
    const poll = this.listPollTimes(patient).length;
    this.polls.push({ patient, atMs: performance.now() });
    const underWay = (this.underWay.get(patient) ?? 0) + 1;
    this.underWay.set(patient, underWay);
    this.maxUnderWay = Math.max(this.maxUnderWay, underWay);
    try {
      const answer = this.#answer(patient, poll);
      if (typeof answer === 'string') return { kind: 'answered', body: Buffer.from(answer) };
      if ('failed' in answer) {
        const { failed, ...rest } = answer;
        return { kind: 'failed', reason: 'http-status', message: failed, ...rest };
      }
      const isClosed = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), answer.afterMs);
        this.#endings.push(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
      return isClosed
        ? { kind: 'failed', reason: 'closed', message: 'cancelled at shutdown' }
        : { kind: 'answered', body: Buffer.from(answer.body) };
    } finally {
      this.underWay.set(patient, underWay - 1);
    }
  }

  /** Returns when a patient was polled, monotonic ms. */
  listPollTimes(patient: number): number[] {
    return this.polls.filter((request) => request.patient === patient).map((request) => request.atMs);
  }

  close(): void {
    for (const end of this.#endings) end();
  }
}
