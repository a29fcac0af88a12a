import type { PatientId } from '../core/patient.ts';
import { getTimerDelayMs } from '../core/time/timer-delay.ts';
import { nextTurn, startOffsetMs } from './poll-schedule.ts';

/** Who has turns, and how often. */
export interface PollTimersOptions {
  readonly patients: readonly PatientId[];
  readonly intervalMs: number;
  /** Monotonic clock. */
  readonly nowMs: () => number;
  /** Called at each turn of a patient, `lateMs` after its planned time. */
  readonly onTurn: (patient: PatientId, lateMs: number) => void;
}

/** The running timers of all patients. */
export interface PollTimers {
  /** Gives turns to exactly these patients from now on; those that had turns before keep their times. */
  follow(patients: readonly PatientId[]): void;
  /** Ends all turns. */
  stop(): void;
}

/** Calls back at the turns of every patient, at a rate that depends neither on lateness nor on the number of patients. */
export function startPollTimers(options: PollTimersOptions): PollTimers {
  const startMs = options.nowMs();
  let byOffset = groupByOffset(options.patients, options.intervalMs);
  const timers = new Map<number, NodeJS.Timeout>();
  const wait = (offsetMs: number, turn: number): void => {
    const dueMs = startMs + offsetMs + turn * options.intervalMs;
    const take = () => {
      for (const patient of byOffset.get(offsetMs) ?? []) {
        options.onTurn(patient, Math.max(0, options.nowMs() - dueMs));
      }
      if (!timers.has(offsetMs)) return;
      if (!byOffset.has(offsetMs)) timers.delete(offsetMs);
      else wait(offsetMs, nextTurn(turn, options.nowMs() - startMs, offsetMs, options.intervalMs));
    };
    timers.set(offsetMs, setTimeout(take, getTimerDelayMs(dueMs, options.nowMs())));
  };
  for (const offsetMs of byOffset.keys()) wait(offsetMs, 0);

  return {
    follow(patients) {
      byOffset = groupByOffset(patients, options.intervalMs);
      const sinceStartMs = options.nowMs() - startMs;
      for (const offsetMs of byOffset.keys()) {
        if (!timers.has(offsetMs)) wait(offsetMs, nextTurn(-1, sinceStartMs, offsetMs, options.intervalMs));
      }
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

function groupByOffset(patients: readonly PatientId[], intervalMs: number): Map<number, PatientId[]> {
  const byOffset = new Map<number, PatientId[]>();
  for (const patient of patients) {
    const offsetMs = startOffsetMs(patient, intervalMs);
    const sharing = byOffset.get(offsetMs);
    if (sharing) sharing.push(patient);
    else byOffset.set(offsetMs, [patient]);
  }
  return byOffset;
}
