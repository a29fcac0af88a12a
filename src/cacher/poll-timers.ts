import type { PatientId } from '../core/patient.ts';
import { nextTurn, startOffsetMs } from '../core/poll-schedule.ts';

export interface PollTimersOptions {
  readonly patients: readonly PatientId[];
  readonly intervalMs: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Called at each turn of a patient. */
  readonly onTurn: (patient: PatientId) => void;
}

export interface PollTimers {
  stop(): void;
}

/** Calls back at every patient's turns, at a rate that neither lateness nor the number of patients changes. */
export function startPollTimers(options: PollTimersOptions): PollTimers {
  const startMs = options.nowMs();
  const byOffset = new Map<number, PatientId[]>();
  for (const patient of options.patients) {
    const offsetMs = startOffsetMs(patient, options.intervalMs);
    const sharing = byOffset.get(offsetMs);
    if (sharing) sharing.push(patient);
    else byOffset.set(offsetMs, [patient]);
  }

  const timers = new Map<number, NodeJS.Timeout>();
  const wait = (offsetMs: number, turn: number): void => {
    const dueMs = startMs + offsetMs + turn * options.intervalMs;
    const take = () => {
      for (const patient of byOffset.get(offsetMs) ?? []) options.onTurn(patient);
      if (timers.has(offsetMs))
        wait(offsetMs, nextTurn(turn, options.nowMs() - startMs, offsetMs, options.intervalMs));
    };
    timers.set(offsetMs, setTimeout(take, Math.max(0, dueMs - options.nowMs())));
  };
  for (const offsetMs of byOffset.keys()) wait(offsetMs, 0);

  return {
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
