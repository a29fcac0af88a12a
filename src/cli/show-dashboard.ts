import { setFlagsFromString } from 'node:v8';
import type { WalkNotes } from '../core/kept-walk.ts';
import type { PatientId } from '../core/patient.ts';
import { startFollower } from '../reader/follower.ts';
import { zoneOffsetMinutes } from '../reader/local-zone.ts';
import type { ReplayControl } from '../reader/replay-player.ts';
import type { Settings } from '../settings/registry.ts';
import type { KeptWalks, StoredWalk } from '../store/kept-walks.ts';
import type { StoreReader } from '../store/store.ts';
import { openTerminal } from '../tui/blessed/open-terminal.ts';
import { runDashboard } from '../tui/dashboard.ts';
import type { Ending } from '../tui/model/effect.ts';
import type { PendingMark } from '../tui/model/kept-state.ts';
import { startStoreQueries } from '../tui/store-queries.ts';
import { detectCapabilities, isMultiplexed } from '../tui/terminal-capabilities.ts';
import { AnomalyHook } from './anomaly-hook.ts';
import { EXIT } from './exit-code.ts';
import { isInForeground, waitForForeground } from './foreground.ts';
import { holdMessages } from './hold-messages.ts';
import { JobControl } from './job-control.ts';
import { getSignalExitCode, onSignals } from './signals.ts';

// Little of what a dashboard allocates lasts. By V8's own limits 48 MB of short-lived objects would be kept, half of its memory.
setFlagsFromString('--max-semi-space-size=4');
setFlagsFromString('--semi-space-growth-factor=1');

const EXIT_CODES: Readonly<Record<Ending, number>> = {
  quit: EXIT.done,
  interrupted: EXIT.int,
  hungUp: EXIT.hup,
  left: EXIT.done,
};

function ignore(): void {}

/** What a dashboard is told beside the settings. */
export interface WatchOptions {
  /** The name of the store on the screen. */
  readonly storeName: string;
  /** Watching also ends when this resolves; otherwise only the user or a signal ends it. */
  readonly until?: Promise<unknown>;
  /** Set when a recording is played: what plays it. */
  readonly replay?: ReplayControl;
  /** The patient to begin with (default: the only one that is shown, else the ward). */
  readonly selected?: PatientId;
  /** What somebody wrote about the kept walk that is played. */
  readonly notes?: WalkNotes;
  /** Marks that were set before and belong to no kept walk yet. */
  readonly pendingMarks?: readonly PendingMark[];
  /** What went wrong before, to say at the bottom of the screen. */
  readonly failure?: string;
  /** Set when the dashboard was opened from another one, to which going back leads. */
  readonly isLeadingBack?: boolean;
}

/** How a dashboard ended, and what it was left with. */
export interface DashboardEnd {
  readonly exitCode: number;
  /** Whether the user went back to the dashboard from which this one was opened. */
  readonly isLeft: boolean;
  /** The kept walk that is to be played now; null when there is none. */
  readonly opened: StoredWalk | null;
  /** The marks that belonged to no kept walk when that was opened. */
  readonly pendingMarks: readonly PendingMark[];
  /** Whether names are hidden. */
  readonly isPrivate: boolean;
}

/** Runs the dashboard on this process's terminal and resolves with how it ended. However it ends, the terminal is given back first. */
export async function showDashboard(
  settings: Settings,
  store: StoreReader & KeptWalks,
  options: WatchOptions & { readonly patients: readonly PatientId[] | null },
): Promise<DashboardEnd> {
  const { patients, selected, storeName, until, replay, isLeadingBack = false, failure, notes } = options;
  const capabilities = detectCapabilities(process.env, {
    theme: settings['watch.theme'],
    ascii: settings['watch.ascii'],
  });
  let opened: StoredWalk | null = null;
  let { pendingMarks = [] } = options;
  let isPrivate = settings['watch.privacy'];
  const end = (exitCode: number, isLeft = false): DashboardEnd => ({
    exitCode,
    isLeft,
    opened,
    pendingMarks,
    isPrivate,
  });
  if (!(await waitForForeground())) return end(EXIT.hup);
  // Also when it was given back, a terminal can turn out to be gone.
  const letMessagesOut = holdMessages();
  process.stdin.off('error', ignore).on('error', ignore);
  const screen = openTerminal({
    ...capabilities,
    isInForeground,
    input: process.stdin,
    output: process.stdout,
    term: process.env.TERM,
    columns: settings['watch.width'],
    rows: settings['watch.height'],
    mouse: settings['watch.mouse'],
    escapeTimeoutMs: settings['watch.escapeTimeout'],
    link: { asks: !isMultiplexed(process.env), bytesPerSecond: settings['watch.linkRate'] },
  });
  const jobControl = new JobControl(screen, () => dashboard.stop('hungUp'));
  const command = settings['watch.onAnomaly'] ?? null;
  const hook = command && new AnomalyHook(command);
  const dashboard = runDashboard({
    screen,
    startFollower: (listeners) => startFollower({ ...listeners, store }),
    nowMs: () => performance.now(),
    startQueries: (listeners) =>
      startStoreQueries({ ...listeners, store, maxKeptBytes: settings['keep.maxBytes'] }),
    ...(replay && { replay }),
    zoneOffsetMinutes,
    patients: settings.patients,
    selected: selected ?? (patients?.length === 1 || replay ? (patients?.[0] ?? null) : null),
    isLeadingBack,
    pendingMarks,
    ...(failure !== undefined && { failure }),
    ...(notes && { notes }),
    onWalkOpened: (walk, marks) => {
      opened = walk;
      pendingMarks = marks;
    },
    onPrivacyChange: (isHidden) => {
      isPrivate = isHidden;
    },
    unicode: capabilities.unicode,
    isPrivate,
    traces: settings['watch.traces'] ?? (settings['watch.light'] ? 'sweep' : 'scroll'),
    feet: settings['watch.feet'] ?? (settings['watch.light'] ? 'numbers' : 'field'),
    chosen: {
      traces: settings['watch.light'] || settings['watch.traces'] !== null,
      feet: settings['watch.light'] || settings['watch.feet'] !== null,
    },
    storeName,
    suspend: () => jobControl.suspend(),
    onAnomaly: (event, insole) => {
      if (settings['watch.bell']) screen.ring();
      hook?.run(event, insole);
    },
  });
  void until?.then(() => dashboard.stop());
  let signalled: number | null = null;
  const forgetSignals = onSignals((signal) => {
    signalled = getSignalExitCode(signal);
    jobControl.end();
    dashboard.stop();
  });
  const fail = (error: unknown) => dashboard.fail(error);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const ending = await dashboard.finished;
    return end(signalled ?? EXIT_CODES[ending], ending === 'left');
  } finally {
    jobControl.end();
    await screen.settle();
    forgetSignals();
    letMessagesOut();
    const remark = hook?.end();
    if (remark) process.stderr.write(`footwatch: ${remark}\n`);
    process.off('uncaughtException', fail);
    process.off('unhandledRejection', fail);
  }
}
