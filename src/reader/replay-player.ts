import type { RecordedRow, RecordedTape, TapeTarget } from './recorded-tape.ts';
import type { ReplayClock } from './replay-clock.ts';

/** How a recording is played at the moment. */
export interface ReplayState {
  /** `ended`: halted behind its last sample. */
  readonly motion: 'playing' | 'halted' | 'ended';
  /** How many times as fast as it was recorded. */
  readonly speed: number;
  /** Whether an earlier sample can be shown. */
  readonly hasEarlier: boolean;
  /** Whether the beginning is lost: it came through a pipe, and was too long to be kept. */
  readonly isStartLost: boolean;
  /** Whether an instant is being looked for, which takes time in a long recording. */
  readonly isSeeking: boolean;
}

/** What a player can be told. All but `toggle` and `speed` halt the recording where they lead to. */
export type ReplayCommand =
  /** Halts it, or plays on. */
  | { readonly kind: 'toggle' }
  /** Goes some samples on, or back where that is negative. */
  | { readonly kind: 'step'; readonly samples: number }
  /** Goes some seconds on, or back where that is negative. */
  | { readonly kind: 'seek'; readonly seconds: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'speed'; readonly speed: number };

/** A player as a dashboard sees it. */
export interface ReplayControl {
  readonly state: ReplayState;
  /** The instant of the recording that is shown, Unix seconds. */
  nowSeconds(): number;
  command(command: ReplayCommand): void;
  /** Calls back when the state has changed. */
  onChange(listener: () => void): void;
}

/** What a player plays, and who gets it. */
export interface ReplayPlayerOptions {
  readonly clock: ReplayClock;
  readonly tape: RecordedTape;
  /** Takes a row whose time has come. */
  readonly deliver: (row: RecordedRow) => Promise<void>;
  /** Drops what was delivered of before an instant, Unix seconds, but for what is flagged. */
  readonly trim: (beforeSeconds: number) => Promise<void>;
  /** Takes these rows in place of all that were delivered. */
  readonly restore: (stored: RecordedTape['stored']) => Promise<void>;
}

/** After so many rows that are passed over the next command has its turn. */
const ROWS_AT_ONCE = 500;
/** How long the next row is waited for while going on: a pipe may still be written. */
const PATIENCE_MS = 500;
/** Stands for a wait that was broken off. */
const INTERRUPTED = Symbol('interrupted');

type TravelCommand = Exclude<ReplayCommand, { kind: 'toggle' | 'speed' }>;

/** Plays a recording row by row, each when its time has come, and carries out commands in the order in which they come. */
export class ReplayPlayer implements ReplayControl {
  readonly #options: ReplayPlayerOptions;
  readonly #commands: ReplayCommand[] = [];
  readonly #listeners: (() => void)[] = [];
  #interrupt: () => void = () => {};
  #stop: AbortSignal | null = null;
  #state: ReplayState;

  constructor(options: ReplayPlayerOptions) {
    this.#options = options;
    this.#state = this.#assess('playing', false);
  }

  get #isStopped(): boolean {
    return this.#stop?.aborted === true;
  }

  get state(): ReplayState {
    return this.#state;
  }

  nowSeconds(): number {
    return this.#options.clock.nowMs() / 1000;
  }

  command(command: ReplayCommand): void {
    this.#commands.push(command);
    this.#interrupt();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Plays until `stop` is aborted; the end of the recording is only a halt.
   *
   * @throws whatever the source of the rows throws
   */
  async play(stop: AbortSignal): Promise<void> {
    this.#stop = stop;
    stop.addEventListener('abort', () => this.#interrupt());
    const { clock, tape } = this.#options;
    const first = await this.#until(tape.peek(), { isDeaf: true });
    if (first === INTERRUPTED || first === null) return;
    clock.seek(first.sample.atSeconds);
    clock.run();
    while (!this.#isStopped) {
      const command = this.#commands.shift();
      if (command === undefined) await this.#playOn();
      else await this.#carryOut(command);
    }
  }

  /** Takes the next row when its time has come, or waits at the end, unless a command comes before. */
  async #playOn(): Promise<void> {
    const { clock, tape } = this.#options;
    const next = await this.#until(tape.peek());
    if (next === INTERRUPTED) return;
    if (next === null) {
      clock.halt();
      clock.seek(tape.last?.sample.atSeconds ?? this.nowSeconds());
      this.#report({ hasEnded: true });
      await this.#until(new Promise<never>(() => {}));
      return;
    }
    const ms = clock.waitMs(next.sample.atSeconds);
    if (ms >= 1) {
      await this.#until(new Promise<never>(() => {}), { ms });
      return;
    }
    await this.#deliver(next);
    this.#report();
  }

  async #carryOut(command: ReplayCommand): Promise<void> {
    const { clock } = this.#options;
    if (command.kind === 'speed') clock.setSpeed(command.speed);
    else if (command.kind !== 'toggle') await this.#travel(command);
    else if (this.#state.motion === 'ended') return;
    else if (clock.isRunning) clock.halt();
    else clock.run();
    // At the end it is told that it has ended, by playing on.
    if (command.kind !== 'speed' || this.#state.motion !== 'ended') this.#report();
  }

  /** Halts, and goes where a command leads to: to a sample, or to the very instant that was asked for. */
  async #travel(command: TravelCommand): Promise<void> {
    const { clock, tape } = this.#options;
    clock.halt();
    const wantedSeconds = command.kind === 'seek' ? this.nowSeconds() + command.seconds : null;
    const hasEnded = await this.#goTo(command, wantedSeconds ?? 0);
    const lastSeconds = tape.last?.sample.atSeconds ?? this.nowSeconds();
    clock.seek(hasEnded ? lastSeconds : Math.max(wantedSeconds ?? lastSeconds, lastSeconds));
  }

  /** Goes where a command leads to, and says whether the recording ended before that. */
  async #goTo(command: TravelCommand, wantedSeconds: number): Promise<boolean> {
    const { tape } = this.#options;
    switch (command.kind) {
      case 'start':
        return this.#goBack({ position: 1 });
      case 'end':
        return this.#goOn(() => true);
      case 'step':
        return command.samples < 0
          ? this.#goBack({ position: tape.position + command.samples })
          : this.#goOn((_, taken) => taken < command.samples);
      case 'seek':
        return command.seconds < 0
          ? this.#goBack({ atSeconds: wantedSeconds })
          : this.#goOn(({ sample }) => sample.atSeconds <= wantedSeconds);
    }
  }

  async #goBack(target: TapeTarget): Promise<false> {
    const { tape, restore } = this.#options;
    if (!tape.holds(target)) this.#report({ isSeeking: true });
    await tape.goBack(target, this.#stop ?? undefined);
    await restore(tape.stored);
    return false;
  }

  /**
   * Takes rows as long as they are wanted, but gives way to the next command where they are many. It also stops where none
   * comes for a while, as from a pipe that is still written.
   *
   * @returns whether the recording has no more rows
   */
  async #goOn(isWanted: (row: RecordedRow, taken: number) => boolean): Promise<boolean> {
    const { clock, tape } = this.#options;
    for (let taken = 0; ; taken++) {
      const next = await this.#until(tape.peek(), { ms: PATIENCE_MS, isDeaf: true });
      if (next === null) return true;
      if (next === INTERRUPTED || !isWanted(next, taken)) return false;
      // The clock goes along, so that nothing that is shown meanwhile is of its future.
      clock.seek(Math.max(this.nowSeconds(), next.sample.atSeconds));
      await this.#deliver(next);
      if ((taken + 1) % ROWS_AT_ONCE !== 0) continue;
      if (this.#commands.length > 0) return false;
      this.#report({ isSeeking: true });
    }
  }

  async #deliver(row: RecordedRow): Promise<void> {
    const { tape, deliver, trim } = this.#options;
    const droppedBefore = tape.take(row);
    await deliver(row);
    if (droppedBefore !== null) await trim(droppedBefore);
  }

  /**
   * Waits for a promise; for so long at most, and not beyond the next command, unless it is deaf to commands, nor beyond
   * the end.
   */
  async #until<T>(
    promise: Promise<T>,
    { ms = Number.POSITIVE_INFINITY, isDeaf = false } = {},
  ): Promise<T | typeof INTERRUPTED> {
    let timer: NodeJS.Timeout | undefined;
    const interrupted = new Promise<typeof INTERRUPTED>((resolve) => {
      this.#interrupt = () => {
        if (this.#isStopped || !isDeaf) resolve(INTERRUPTED);
      };
      if (Number.isFinite(ms)) timer = setTimeout(() => resolve(INTERRUPTED), ms);
      if (this.#isStopped) this.#interrupt();
    });
    try {
      return await Promise.race([promise, interrupted]);
    } finally {
      clearTimeout(timer);
    }
  }

  #report({ hasEnded = false, isSeeking = false } = {}): void {
    const motion = hasEnded ? 'ended' : this.#options.clock.isRunning ? 'playing' : 'halted';
    const state = this.#assess(motion, isSeeking);
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #assess(motion: ReplayState['motion'], isSeeking: boolean): ReplayState {
    const { clock, tape } = this.#options;
    return {
      motion,
      speed: clock.speed,
      hasEarlier: tape.position > tape.firstPosition,
      isStartLost: tape.firstPosition > 1,
      isSeeking,
    };
  }
}
