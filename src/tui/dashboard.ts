import type { AnomalyEvent } from '../core/events/anomaly-events.ts';
import type { PatientId } from '../core/patient.ts';
import type { Follower, FollowerOptions } from '../reader/follower.ts';
import type { Frame, ScreenSize, TraceMotion } from './frame/frame.ts';
import type { Action } from './model/action.ts';
import { createModel } from './model/create-model.ts';
import type { Effect, Ending } from './model/effect.ts';
import { planFollow } from './model/follow-plan.ts';
import { findAction } from './model/key-map.ts';
import type { Message } from './model/message.ts';
import type { FeetStyle, Model } from './model/model.ts';
import { findNewEvents } from './model/new-events.ts';
import { update } from './model/update.ts';
import { view } from './screens/view.ts';
import type { StoreQueries, StoreQueriesOptions } from './store-queries.ts';

/** What the dashboard needs of a terminal. */
export interface DashboardScreen {
  readonly size: ScreenSize;
  draw(frame: Frame): void;
  onKey(listener: (key: string) => void): void;
  onResize(listener: () => void): void;
  onHangUp(listener: () => void): void;
  /** Gives the terminal back; synchronous and idempotent. */
  close(): void;
}

export interface DashboardOptions {
  readonly screen: DashboardScreen;
  readonly startFollower: (listeners: Omit<FollowerOptions, 'store'>) => Follower;
  readonly startQueries: (listeners: Omit<StoreQueriesOptions, 'store'>) => StoreQueries;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** How far the reader's zone is ahead of UTC now. */
  readonly zoneOffsetMinutes: () => number;
  /** Patients that are configured, ascending; null when they have to be found in the store. */
  readonly patients: readonly PatientId[] | null;
  /** The patient to begin with; null for the first. */
  readonly selected: PatientId | null;
  readonly unicode: boolean;
  /** Begins with names hidden. */
  readonly isPrivate?: boolean;
  readonly traces?: TraceMotion;
  readonly feet?: FeetStyle;
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** Told of each anomaly event that begins while its patient is on the screen. */
  readonly onAnomaly?: (event: AnomalyEvent) => void;
  /** Stops the process, the terminal given back, until it is continued. */
  readonly suspend?: () => void;
  /** A recording is played, and when it ends. */
  readonly replay?: { readonly ended: Promise<unknown> };
}

export interface Dashboard {
  /** Resolves when it was quit or stopped, rejects with a bug; in any case after the terminal was given back. */
  readonly finished: Promise<Ending>;
  /** Ends it: for INT, TERM and HUP, whose handlers may exit as soon as this returns. */
  stop(): void;
  /** Ends it with an error from outside: for uncaught exceptions and unhandled rejections. */
  fail(error: unknown): void;
}

/** No more than one drawing in this time, however much happens. */
const FRAME_MS = 33;
/** The ward has many patients, each with news of its own: they are shown together, but for what somebody pressed. */
const WARD_FRAME_MS = 500;
const BY_HAND: ReadonlySet<Message['kind']> = new Set(['acted', 'typed', 'resized', 'linkChanged']);
/** So that ages go on when nothing happens; while samples come at their usual pace, their frames do that. */
const TICK_MS = 330;

/**
 * Runs the dashboard: what happens becomes messages, update() makes of them the next model and effects, view() makes
 * of the model a frame. Sets no handlers on the process: signals and exit codes are the caller's.
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
      isReplay: options.replay !== undefined,
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
    screen.onKey((key) => {
      const action = findAction(key);
      if (isTyping(this.#model) && isText(key, action)) this.#receive({ kind: 'typed', key });
      else if (action) this.#receive({ kind: 'acted', action });
    });
    screen.onResize(() => this.#receive({ kind: 'resized', ...screen.size }));
    void this.#options.replay?.ended.then(() => this.#receive({ kind: 'replayEnded' }));
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
      const before = this.#model;
      const { model, effects } = update(before, message);
      this.#model = model;
      if (message.kind === 'patientRead') this.#tellNewEvents(before);
      for (const effect of effects) this.#carryOut(effect);
      this.#scheduleDraw(BY_HAND.has(message.kind) ? FRAME_MS : this.#frameMs);
    });
  }

  #tellNewEvents(before: Model): void {
    const { onAnomaly } = this.#options;
    if (onAnomaly) for (const event of findNewEvents(before, this.#model)) onAnomaly(event);
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'end':
        this.stop(effect.ending);
        break;
      case 'suspend':
        this.#options.suspend?.();
        break;
      case 'follow':
        this.#follower?.follow(effect.patients, effect.summaries);
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
    return this.#model.mode === 'ward' ? WARD_FRAME_MS : FRAME_MS;
  }

  #scheduleDraw(frameMs: number): void {
    const dueAtMs = Math.max(this.#options.nowMs(), this.#drawnAtMs + frameMs);
    if (this.#hasEnded || (this.#drawTimer && this.#drawDueAtMs <= dueAtMs)) return;
    if (this.#drawTimer) clearTimeout(this.#drawTimer);
    this.#drawDueAtMs = dueAtMs;
    const waitMs = dueAtMs - this.#options.nowMs();
    this.#drawTimer = setTimeout(() => this.#try(() => this.#draw()), waitMs);
  }

  /** Each frame is of now: a tick comes first. */
  #draw(): void {
    const { screen, nowMs, zoneOffsetMinutes } = this.#options;
    this.#drawTimer = null;
    this.#drawnAtMs = nowMs();
    if (this.#tickTimer) clearTimeout(this.#tickTimer);
    this.#tickTimer = setTimeout(() => this.#scheduleDraw(this.#frameMs), TICK_MS);
    const tick = { kind: 'ticked', nowMs: nowMs(), zoneOffsetMinutes: zoneOffsetMinutes() } as const;
    const { model, effects } = update(this.#model, tick);
    this.#model = model;
    for (const effect of effects) this.#carryOut(effect);
    screen.draw(view(this.#model));
  }

  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The first cause of an ending counts. The terminal goes back before anybody is told. */
  #end(tell: () => void): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#tickTimer) clearTimeout(this.#tickTimer);
    if (this.#drawTimer) clearTimeout(this.#drawTimer);
    this.#options.screen.close();
    this.#follower?.close();
    this.#queries?.close();
    tell();
  }
}

function isTyping({ mode, ward }: Model): boolean {
  return mode === 'ward' && ward.isTyping;
}

/** While text is written, the keys that do not write still act. */
function isText(key: string, action: Action | undefined): boolean {
  return action === undefined || !ACTS_WHILE_TYPING.includes(action) || key.length === 1;
}
const ACTS_WHILE_TYPING: readonly Action[] = ['interrupt', 'up', 'down', 'pageUp', 'pageDown'];
