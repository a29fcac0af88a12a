import type { AnomalyEvent } from '../core/events/anomaly-events.ts';
import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import { getTimerDelayMs } from '../core/time/timer-delay.ts';
import type { Follower, FollowerOptions } from '../reader/follower.ts';
import type { ReplayControl } from '../reader/replay-player.ts';
import type { StoredWalk } from '../store/kept-walks.ts';
import type { Frame, ScreenSize } from './frame/frame.ts';
import type { InputEvent } from './input/input-event.ts';
import type { TerminalLinkReport } from './link/terminal-link.ts';
import { createModel, type ModelOptions } from './model/create-model.ts';
import type { Effect, Ending } from './model/effect.ts';
import { planFollow } from './model/follow-plan.ts';
import type { PendingMark } from './model/kept-state.ts';
import type { Message } from './model/message.ts';
import type { Model } from './model/model.ts';
import { findNewEvents } from './model/new-events.ts';
import { readInput } from './model/read-input.ts';
import { update } from './model/update.ts';
import { view } from './screens/view.ts';
import type { StoreQueries, StoreQueriesOptions } from './store-queries.ts';

/** What the dashboard needs of a terminal. */
export interface DashboardScreen {
  readonly size: ScreenSize;
  /** Shows a frame, or the one that `makePending` makes where it takes long to arrive. */
  draw(frame: Frame, makePending?: () => Frame): void;
  /** What is known of the link to the terminal; absent when it is not measured. */
  readonly link?: TerminalLinkReport | undefined;
  /** Calls back when a frame can be drawn again that could not. */
  onReady?(listener: () => void): void;
  /** Draws all of the newest frame anew, whatever the terminal shows. */
  redraw(): void;
  onInput(listener: (event: InputEvent) => void): void;
  onResize(listener: () => void): void;
  onHangUp(listener: () => void): void;
  /** Gives the terminal back; synchronous and idempotent. */
  close(): void;
}

/** What a dashboard is started with: its first model, and everything that does I/O for it. */
export interface DashboardOptions
  extends Omit<ModelOptions, 'size' | 'nowMs' | 'zoneOffsetMinutes' | 'replay'> {
  readonly screen: DashboardScreen;
  readonly startFollower: (listeners: Omit<FollowerOptions, 'store'>) => Follower;
  readonly startQueries: (listeners: Omit<StoreQueriesOptions, 'store' | 'maxKeptBytes'>) => StoreQueries;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** How far the reader's time zone is ahead of UTC at the moment. */
  readonly zoneOffsetMinutes: () => number;
  /** Called with each anomaly event that begins while its patient is on the screen. */
  readonly onAnomaly?: (event: AnomalyEvent, insole: Insole) => void;
  /** Called with a kept walk that is to be played, and the marks that are pending, before the dashboard ends for it. */
  readonly onWalkOpened?: (walk: StoredWalk, marks: readonly PendingMark[]) => void;
  /** Called when names are hidden or shown. */
  readonly onPrivacyChange?: (isPrivate: boolean) => void;
  /** Gives the terminal back and stops the process until it is continued. */
  readonly suspend?: () => void;
  /** What plays a recording; absent when the store is followed live. */
  readonly replay?: ReplayControl;
}

/** A dashboard that runs. */
export interface Dashboard {
  /** Resolves when it was quit or stopped, rejects with a bug; either way the terminal was given back before. */
  readonly finished: Promise<Ending>;
  /** Ends it, as when it is quit unless told otherwise. The terminal is given back when this returns, so that a signal handler may exit. */
  stop(ending?: Ending): void;
  /** Ends it with an error from outside, such as an uncaught exception. */
  fail(error: unknown): void;
}

/** At most one frame is drawn in this time. */
const MIN_FRAME_MS = 33;
/** Samples are drawn at most once in this time, however many come: each is seen within a tenth of a second. */
const MIN_SAMPLES_FRAME_MS = 80;
/** The ward draws the changes of its many patients together, at most once in this time. */
const MIN_WARD_FRAME_MS = 500;
/** What the user did, or has to know at once, does not wait for the ward's next frame. */
const URGENT: ReadonlySet<Message['kind']> = new Set([
  ...(['acted', 'stoodAlone', 'typed', 'pasted', 'resized', 'replayChanged'] as const),
  ...(['walkKept', 'keptListed'] as const),
]);
/** After this time without a frame one is drawn, so that ages go on; longer than the usual polling interval. */
const MAX_FRAME_MS = 330;

/**
 * Runs the dashboard: whatever happens becomes a message, update() makes the next model and effects of it, and view()
 * makes a frame of the model. It sets no handlers on the process: signals and exit codes are up to the caller.
 */
export function runDashboard(options: DashboardOptions): Dashboard {
  return new RunningDashboard(options);
}

class RunningDashboard implements Dashboard {
  readonly finished: Promise<Ending>;
  readonly #options: DashboardOptions;
  #settle: { resolve: (ending: Ending) => void; reject: (error: unknown) => void } | null = null;
  #follower: Follower | null = null;
  #queries: StoreQueries | null = null;
  #model: Model;
  #drawTimer: NodeJS.Timeout | null = null;
  #drawDueAtMs = 0;
  #tickTimer: NodeJS.Timeout | null = null;
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  /** When samples that were new then were drawn last; never, in a replay. */
  #samplesDrawnAtMs = Number.NEGATIVE_INFINITY;
  #hasNewSamples = false;
  #hasEnded = false;

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.finished = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const { screen, nowMs, zoneOffsetMinutes } = options;
    this.#model = createModel({
      ...options,
      size: screen.size,
      replay: options.replay?.state ?? null,
      nowMs: nowMs(),
      zoneOffsetMinutes: zoneOffsetMinutes(),
    });
    this.#try(() => {
      this.#listen();
      this.#draw();
    });
  }

  stop(ending: Ending = 'quit'): void {
    this.#end(() => this.#settle?.resolve(ending));
  }

  fail(error: unknown): void {
    this.#end(() => this.#settle?.reject(error));
  }

  #listen(): void {
    const { screen, startFollower, nowMs, patients } = this.#options;
    screen.onInput((event) => {
      const message = readInput(this.#model, event);
      if (message !== null) this.#receive(message);
    });
    screen.onReady?.(() => this.#try(() => this.#draw()));
    screen.onResize(() => this.#receive({ kind: 'resized', ...screen.size }));
    const { replay } = this.#options;
    replay?.onChange(() => this.#receive({ kind: 'replayChanged', replay: replay.state }));
    screen.onHangUp(() => this.stop('hungUp'));
    this.#queries = this.#options.startQueries({
      nowMs,
      onMessage: (message) => this.#receive(message),
      onBug: (error) => this.fail(error),
    });
    this.#follower = startFollower({
      nowMs,
      onSnapshot: (snapshot) => this.#receive({ kind: 'patientRead', snapshot }),
      onLink: (link) => this.#receive({ kind: 'linkChanged', link }),
      onSummaries: (summaries, readAtMs) => this.#receive({ kind: 'summariesRead', summaries, readAtMs }),
      onBug: (error) => this.fail(error),
      ...(patients === null && {
        onPatients: (found) => this.#receive({ kind: 'patientsFound', patients: found }),
      }),
    });
    const { patients: followed, summaries } = planFollow(this.#model);
    this.#follower.follow(followed, summaries);
  }

  #receive(message: Message): void {
    if (this.#hasEnded) return;
    this.#try(() => {
      const isUrgent = this.#isUrgent(message);
      this.#update(message);
      if (message.kind === 'patientRead') this.#hasNewSamples = true;
      this.#scheduleDraw(isUrgent ? MIN_FRAME_MS : this.#frameMs, isUrgent);
    });
  }

  /** Every read reports the link again: only a link that went down, or came back, is news. */
  #isUrgent(message: Message): boolean {
    if (message.kind === 'linkChanged') return message.link.state !== this.#model.link.state;
    return URGENT.has(message.kind);
  }

  #update(message: Message): void {
    const before = this.#model;
    const { model, effects } = update(before, message);
    this.#model = model;
    if (model.isPrivate !== before.isPrivate) this.#options.onPrivacyChange?.(model.isPrivate);
    if (message.kind === 'patientRead') this.#reportNewEvents(before);
    for (const effect of effects) this.#carryOut(effect);
  }

  #reportNewEvents(before: Model): void {
    const { onAnomaly } = this.#options;
    if (!onAnomaly) return;
    for (const event of findNewEvents(before, this.#model))
      onAnomaly(event, this.#model.snapshots.get(event.patient)?.insole ?? SIX);
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'end':
        this.stop(effect.ending);
        break;
      case 'suspend':
        this.#options.suspend?.();
        break;
      case 'redraw':
        this.#options.screen.redraw();
        break;
      case 'follow':
        this.#follower?.follow(effect.patients, effect.summaries);
        break;
      case 'replay':
        this.#options.replay?.command(effect.command);
        break;
      case 'keepWalk':
        this.#queries?.keepWalk(effect.walk);
        break;
      case 'listKept':
        this.#queries?.listKept(effect.patient);
        break;
      case 'playKept':
        this.#options.onWalkOpened?.(effect.walk, this.#model.keeping.marks);
        this.stop();
        break;
      case 'readSamples':
        this.#queries?.readSamples(effect.query);
        break;
      case 'countDistribution':
        this.#queries?.countDistribution(effect.query);
        break;
    }
  }

  get #frameMs(): number {
    return this.#model.mode === 'ward' ? MIN_WARD_FRAME_MS : MIN_FRAME_MS;
  }

  #scheduleDraw(frameMs: number, isUrgent = false): void {
    const samplesDueAtMs = isUrgent ? 0 : this.#samplesDrawnAtMs + MIN_SAMPLES_FRAME_MS;
    const dueAtMs = Math.max(this.#options.nowMs(), this.#drawnAtMs + frameMs, samplesDueAtMs);
    if (this.#hasEnded || (this.#drawTimer && this.#drawDueAtMs <= dueAtMs)) return;
    if (this.#drawTimer) clearTimeout(this.#drawTimer);
    this.#drawDueAtMs = dueAtMs;
    const delayMs = getTimerDelayMs(dueAtMs, this.#options.nowMs());
    this.#drawTimer = setTimeout(() => this.#try(() => this.#draw()), delayMs);
  }

  /** Ticks first, so that each frame shows the current time. */
  #draw(): void {
    const { screen, nowMs, zoneOffsetMinutes, replay } = this.#options;
    this.#drawTimer = null;
    this.#drawnAtMs = nowMs();
    if (this.#hasNewSamples && replay === undefined) this.#samplesDrawnAtMs = this.#drawnAtMs;
    this.#hasNewSamples = false;
    if (this.#tickTimer) clearTimeout(this.#tickTimer);
    this.#tickTimer = setTimeout(() => this.#scheduleDraw(this.#frameMs), MAX_FRAME_MS);
    const terminal = screen.link;
    this.#update({
      kind: 'ticked',
      nowMs: nowMs(),
      zoneOffsetMinutes: zoneOffsetMinutes(),
      ...(terminal && { terminal }),
      ...(replay && { recordedSeconds: replay.nowSeconds() }),
    });
    const model = this.#model;
    screen.draw(view(model), () => view(model, true));
  }

  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Only the first call counts. The terminal is given back before the ending is reported. */
  #end(report: () => void): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#tickTimer) clearTimeout(this.#tickTimer);
    if (this.#drawTimer) clearTimeout(this.#drawTimer);
    this.#options.screen.close();
    this.#follower?.close();
    this.#queries?.close();
    report();
  }
}
