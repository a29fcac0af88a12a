import { seededRandom } from '../../src/core/random.ts';
import { useFakeTime } from '../cacher/fake-time.ts';
import { SimulatedLink, SLICE_MS } from './simulated-link.ts';
import { SimulatedWatch } from './simulated-watch.ts';

/** The link, and what happens on it. */
export interface WatchOverLinkOptions {
  readonly bytesPerSecond: number;
  readonly latencyMs: number;
  readonly seed: number;
}

/** What stood on the screen and was not true then, with the moment and the top line. */
export type Untruth = string;

const NAMES = ['Grzegorczyk', 'Nowak', 'Lisowski'];
const SIZES = [
  [120, 40],
  [100, 30],
  [80, 24],
] as const;
/** Keys that change much or little of the screen, live or of the past; most of them the patient. */
const KEYS = [
  ...'??][1232',
  ' ',
  ' ',
  ...'dtfz+-',
  '\t',
  '\x0c',
  '\x1b[D',
  '\x1b[C',
  'w\r',
  'wjj\r',
  'v\x1b',
];
const PRESSES_PER_SECOND = 0.4;
const RESIZES_PER_SECOND = 0.02;
/** By the clock, which tells whole seconds. */
const MAX_LIVE_SECONDS = 2;
const ZONE_SECONDS = 3600;

/**
 * A dashboard whose reader sits behind a slow link and presses keys at random, in fake time. Whatever the bytes have come to, what
 * stands on the screen is judged: LIVE by the clock beside it, and by whose figures are shown.
 */
export class WatchOverLink {
  readonly link: SimulatedLink;
  readonly untruths: Untruth[] = [];
  /** How many pictures said LIVE. */
  liveLooks = 0;
  /** Whether old pictures are not judged: nothing comes through, which a screen cannot tell. */
  isCutOff = false;
  readonly #watch: SimulatedWatch;
  readonly #random: () => number;
  #pressed: string[] = [];

  constructor({ bytesPerSecond, latencyMs, seed }: WatchOverLinkOptions) {
    useFakeTime();
    const random = seededRandom(seed);
    this.#random = random;
    this.link = new SimulatedLink({ bytesPerSecond, latencyMs, onPicture: (rows) => this.#judge(rows) });
    const { input, output } = this.link;
    this.#watch = new SimulatedWatch({
      input,
      output,
      patients: [1, 2, 3],
      selected: 3,
      anomalies: 0.01,
      asksTerminal: true,
      stepMs: SLICE_MS,
      // Each patient has readings of its own, so that it can be told whose figures are shown.
      readings: (patient) =>
        Array.from({ length: 6 }, () => firstReading(patient) + Math.floor(random() * 10)),
    });
  }

  /** Lets time pass; keys are pressed meanwhile unless told otherwise. */
  async pass(ms: number, pressesKeys = true): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += SLICE_MS) {
      await this.#watch.walk(SLICE_MS);
      this.link.deliver();
      if (pressesKeys) this.#actAtRandom();
    }
  }

  #actAtRandom(): void {
    const share = SLICE_MS / 1000;
    if (this.#random() < PRESSES_PER_SECOND * share) {
      const key = KEYS[Math.floor(this.#random() * KEYS.length)] ?? '';
      this.#pressed.push(JSON.stringify(key));
      this.link.press(key);
    }
    if (this.#random() < RESIZES_PER_SECOND * share) {
      const [columns, rows] = SIZES[Math.floor(this.#random() * SIZES.length)] ?? SIZES[0];
      this.#pressed.push(`${columns}x${rows}`);
      this.link.resize(columns, rows);
    }
  }

  #judge(rows: readonly string[]): void {
    const [top = ''] = rows;
    if (!/LIVE|\d live/.test(top)) return;
    this.liveLooks++;
    const age = readClockAge(top);
    if (!this.isCutOff && !(age <= MAX_LIVE_SECONDS)) this.#note(`LIVE is ${age.toFixed(2)} s old`, top);
    if (!/LIVE/.test(top)) return;
    const patient = NAMES.findIndex((name) => top.includes(` ${name} `)) + 1;
    const own = new RegExp(`^${Math.floor(firstReading(patient) / 10)}\\d$`);
    const shown =
      rows
        .slice(2, -1)
        .join('\n')
        .match(/\b(61|72|83)\d\b/g) ?? [];
    const alien = shown.find((reading) => !own.test(reading));
    if (patient === 0 || alien !== undefined) this.#note(`LIVE stands beside ${alien ?? 'no name'}`, top);
  }

  #note(what: string, top: string): void {
    this.untruths.push(`${what}: ${top} after ${this.#pressed.slice(-3).join(' ')}`);
  }
}

function firstReading(patient: number): number {
  return 610 + (patient - 1) * 110;
}

/** How old the clock at the end of a line is, seconds; infinitely so where there is none. */
function readClockAge(line: string): number {
  const [, hours, minutes, seconds] = (/(\d\d):(\d\d):(\d\d)$/.exec(line) ?? []).map(Number);
  if (hours === undefined || minutes === undefined || seconds === undefined) return Number.POSITIVE_INFINITY;
  return ((Date.now() / 1000 + ZONE_SECONDS) % 86_400) - (hours * 3600 + minutes * 60 + seconds);
}
