import { formatPreciseClockTime } from '../../core/time/clock-time.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import type { Past } from '../shown.ts';
import { step } from '../shown.ts';
import { zoneOffsetMinutes } from '../zone.ts';

/** Freezes what is shown, and moves through the retained time. */
export function TimeBar({
  past,
  status,
  onFreeze,
  onTravel,
  onKeep,
  onDistribution,
}: {
  readonly past: Past | null;
  readonly status: PatientStatus;
  readonly onFreeze: () => void;
  readonly onTravel: (atSeconds: number) => void;
  readonly onKeep: () => void;
  readonly onDistribution: () => void;
}) {
  const first = past?.samples[0]?.atSeconds ?? 0;
  const last = past?.samples.at(-1)?.atSeconds ?? 0;
  return (
    <fieldset class="time" aria-label="Time">
      <button
        type="button"
        aria-pressed={past !== null}
        disabled={past === null && status.newest === null}
        onClick={onFreeze}
      >
        <kbd>space</kbd> {past === null ? 'freeze' : 'back to now'}
      </button>
      {past && (
        <>
          <button type="button" aria-label="one sample earlier" onClick={() => onTravel(step(past, -1))}>
            ←
          </button>
          <input
            type="range"
            aria-label="instant that is shown"
            aria-valuetext={formatPreciseClockTime(past.atSeconds, zoneOffsetMinutes()).slice(0, 10)}
            min={first}
            max={last}
            step="0.1"
            value={past.atSeconds}
            onInput={(event) => onTravel(Number(event.currentTarget.value))}
          />
          <button type="button" aria-label="one sample later" onClick={() => onTravel(step(past, 1))}>
            →
          </button>
        </>
      )}
      <button type="button" onClick={onKeep}>
        <kbd>K</kbd> keep
      </button>
      <button type="button" onClick={onDistribution}>
        <kbd>d</kbd> distribution
      </button>
    </fieldset>
  );
}
