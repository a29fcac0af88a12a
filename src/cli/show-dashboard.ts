import { setFlagsFromString } from 'node:v8';
import type { PatientId } from '../core/patient.ts';
import { startFollower } from '../reader/follower.ts';
import type { Settings } from '../settings/registry.ts';
import type { StoreReader } from '../store/store.ts';
import { openTerminal } from '../tui/blessed/open-terminal.ts';
import { runDashboard } from '../tui/dashboard.ts';
import type { Ending } from '../tui/model/effect.ts';
import { startStoreQueries } from '../tui/store-queries.ts';
import { detectCapabilities } from '../tui/terminal-capabilities.ts';
import { AnomalyHook } from './anomaly-hook.ts';
import { EXIT } from './exit-code.ts';
import { zoneOffsetMinutes } from './local-zone.ts';
import { onSignals, onSuspension, signalExitCode, suspendAll } from './signals.ts';

// A dashboard makes little that lasts. With V8's own bounds, 48 MB of short-lived objects would be held: half of all it takes.
setFlagsFromString('--max-semi-space-size=4');
setFlagsFromString('--semi-space-growth-factor=1');

const EXIT_CODES: Readonly<Record<Ending, number>> = {
  quit: EXIT.done,
  interrupted: EXIT.int,
  hungUp: EXIT.hup,
};

export interface WatchOptions {
  /** What the store is called on the screen. */
  readonly storeName: string;
  /** Watching ends by itself when this resolves; without it, only by the user or a signal. */
  readonly until?: Promise<unknown>;
  /** A recording is played: its clock, Unix milliseconds, and when it ends. */
  readonly replay?: { readonly nowMs: () => number; readonly ended: Promise<unknown> };
}

/** Runs the dashboard on this process's terminal, which is given back before this ends, however it ends. */
export async function showDashboard(
  settings: Settings,
  store: StoreReader,
  { patients, storeName, until, replay }: WatchOptions & { readonly patients: readonly PatientId[] | null },
): Promise<number> {
  const abilities = detectCapabilities(process.env, {
    theme: settings['watch.theme'],
    ascii: settings['watch.ascii'],
  });
  const screen = openTerminal({
    ...abilities,
    input: process.stdin,
    output: process.stdout,
    term: process.env.TERM,
    columns: settings['watch.width'],
    rows: settings['watch.height'],
    mouse: settings['watch.mouse'],
  });
  const command = settings['watch.onAnomaly'] ?? null;
  const hook = command && new AnomalyHook(command);
  const dashboard = runDashboard({
    screen,
    startFollower: (listeners) => startFollower({ ...listeners, store }),
    startQueries: (listeners) => startStoreQueries({ ...listeners, store }),
    nowMs: replay?.nowMs ?? (() => performance.now()),
    ...(replay && { replay }),
    zoneOffsetMinutes,
    patients: settings.patients,
    selected: patients?.length === 1 || replay ? (patients?.[0] ?? null) : null,
    unicode: abilities.unicode,
    isPrivate: settings['watch.privacy'],
    traces: settings['watch.traces'] ?? (settings['watch.light'] ? 'sweep' : 'scroll'),
    feet: settings['watch.feet'] ?? (settings['watch.light'] ? 'numbers' : 'field'),
    storeName,
    suspend: suspendAll,
    onAnomaly: (event) => {
      if (settings['watch.bell']) screen.ring();
      hook?.run(event);
    },
  });
  const forgetSuspension = onSuspension(
    () => screen.release(),
    () => screen.take(),
  );
  void until?.then(() => dashboard.stop());
  let signalled: number | null = null;
  const forgetSignals = onSignals((signal) => {
    signalled = signalExitCode(signal);
    dashboard.stop();
  });
  const fail = (error: unknown) => dashboard.fail(error);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const ending = await dashboard.finished;
    return signalled ?? EXIT_CODES[ending];
  } finally {
    forgetSignals();
    forgetSuspension();
    const remark = hook?.end();
    if (remark) process.stderr.write(`footwatch: ${remark}\n`);
    process.off('uncaughtException', fail);
    process.off('unhandledRejection', fail);
  }
}
