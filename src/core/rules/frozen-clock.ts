import { NO_SENSORS, type Rule } from './rule.ts';

/** How long the recording's clock, which ticks every second, may stand still. */
const FROZEN_SECONDS = 10;

/**
 * Creates the rule that flags all sensors once the recording's clock, `trace.id`, has stood still for 10 s: the API repeats one
 * frame. No healthy recording of the service stands still that long.
 *
 * Limits: a recording that loops can reach the same instant again between two answers more than 10 s apart, so such a gap restarts
 * the count. A recording without a clock is never flagged.
 */
export function createFrozenClockRule(): Rule {
  let clock: string | null = null;
  // An object, whose numbers are changed in place: for each change of a variable the engine would allocate one.
  const at = { movedSeconds: 0, lastSeconds: Number.NEGATIVE_INFINITY };
  return {
    name: 'frozen-clock',
    detect({ atSeconds, traceId, sensors }) {
      const gapSeconds = atSeconds - at.lastSeconds;
      at.lastSeconds = atSeconds;
      if (traceId !== clock || gapSeconds < 0 || gapSeconds > FROZEN_SECONDS) {
        clock = traceId;
        at.movedSeconds = atSeconds;
      }
      if (clock === null || atSeconds - at.movedSeconds < FROZEN_SECONDS) return NO_SENSORS;
      return sensors.map(({ id }) => id);
    },
  };
}
