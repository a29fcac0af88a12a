import { type Dispatcher, Pool } from 'undici';
import { startPollTimers } from '../src/cacher/poll-timers.ts';

/**
 * What polling costs by itself, with the same client library and the same turns as the cacher: dispatch, body, JSON.parse, and
 * nothing is done with it. Prints how many polls it has done, ten times a second. Arguments: address, patients, interval in ms.
 */
const [, , address = '', patients = '1000', intervalMs = '300'] = process.argv;
const base = new URL(address);
const pool = new Pool(base.origin, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const busy = new Set<number>();
let polls = 0;
let parsed: unknown;

class Handler implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  readonly #patient: number;

  constructor(patient: number) {
    this.#patient = patient;
  }

  onRequestStart(): void {}

  onResponseStart(): void {}

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    parsed = JSON.parse(Buffer.concat(this.#chunks).toString());
    polls++;
    busy.delete(this.#patient);
  }

  onResponseError(): void {
    busy.delete(this.#patient);
  }
}

startPollTimers({
  patients: Array.from({ length: Number(patients) }, (_, index) => index + 1),
  intervalMs: Number(intervalMs),
  nowMs: () => performance.now(),
  onTurn(patient) {
    if (busy.has(patient)) return;
    busy.add(patient);
    pool.dispatch({ path: `/${patient}`, method: 'GET' }, new Handler(patient));
  },
});
setInterval(() => process.stdout.write(`${parsed === undefined ? 0 : polls}\n`), 100);
