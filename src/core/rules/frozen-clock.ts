import { NO_SENSORS, type Rule } from './rule.ts';

/** How long the recording's clock, which ticks each second, may stand. */
const FROZEN_SECONDS = 10;

/**
 * Flags all sensors once the recording's clock, `trace.id`, has not moved for 10 s: what is read is the same frame again
 * and again. Source: nothing healthy ever stood that long on the service.
 *
 * Limits: between two answers more than 10 s apart a recording that loops may have come round to the same instant, so
 * the count starts anew. A recording without a clock is never flagged.
 */
export function createFrozenClockRule(): Rule {
  let clock: string | null = null;
  let sinceSeconds = 0;
  let lastSeconds = Number.NEGATIVE_INFINITY;
  return {
    name: 'frozen-clock',
    detect({ atSeconds, traceId, sensors }) {
      const gapSeconds = atSeconds - lastSeconds;
      lastSeconds = atSeconds;
      if (traceId !== clock || gapSeconds < 0 || gapSeconds > FROZEN_SECONDS) {
        clock = traceId;
        sinceSeconds = atSeconds;
      }
      if (clock === null || atSeconds - sinceSeconds < FROZEN_SECONDS) return NO_SENSORS;
      return sensors.map(({ id }) => id);
    },
  };
}
