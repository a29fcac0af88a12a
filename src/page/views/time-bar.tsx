import type { WalkMark } from '../../core/kept-walk.ts';
import { formatClockTime, formatPreciseClockTime } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { Past } from '../time/past.ts';
import { ActionButton } from './action-button.tsx';

/** Freezes what is shown, plays it, and moves through the retained time. */
export function TimeBar({
  past,
  canFreeze,
  isReplay,
  retained,
  marks,
  act,
  onTravel,
}: {
  readonly past: Past | null;
  readonly canFreeze: boolean;
  readonly isReplay: boolean;
  /** What can be looked at; null before it is known. */
  readonly retained: { readonly samples: number; readonly sinceSeconds: number | null } | null;
  readonly marks: readonly WalkMark[];
  readonly act: (action: PageAction) => void;
  readonly onTravel: (atSeconds: number) => void;
}) {
  const offset = zoneOffsetMinutes();
  return (
    <fieldset class="time" aria-label="Time">
      <ActionButton
        action="freeze"
        act={act}
        isDisabled={past === null && !canFreeze}
        words={past === null ? 'freeze' : past.play === null ? 'play' : 'halt'}
      />
      {past !== null && (
        <>
          <ActionButton action="earlier" act={act} words="" label="one sample earlier" />
          <span class="quiet limit">{formatClockTime(past.limits[0], offset)}</span>
          <input
            type="range"
            aria-label="instant that is shown"
            aria-valuetext={formatPreciseClockTime(past.atSeconds, offset).slice(0, 10)}
            min={past.limits[0]}
            max={past.limits[1]}
            step="0.1"
            value={past.atSeconds}
            onInput={(event) => onTravel(Number(event.currentTarget.value))}
          />
          <span class="quiet limit">{formatClockTime(past.limits[1], offset)}</span>
          <ActionButton action="later" act={act} words="" label="one sample later" />
          <ActionButton action="slower" act={act} words="" label="half as fast" />
          <span class="speed">{past.speed}×</span>
          <ActionButton action="faster" act={act} words="" label="twice as fast" />
          {!isReplay && <ActionButton action="end" act={act} words="now" />}
        </>
      )}
      {past === null && retained !== null && (
        <span class="quiet">
          {retained.samples} samples retained
          {retained.sinceSeconds === null ? '' : ` since ${formatClockTime(retained.sinceSeconds, offset)}`}
        </span>
      )}
      {marks.length > 0 && (
        <span class="marks">
          {marks.length === 1 ? 'mark ' : `${marks.length} marks `}
          {formatClockTime(marks[0]?.atSeconds ?? 0, offset)}
          {marks.length > 1 && `–${formatClockTime(marks.at(-1)?.atSeconds ?? 0, offset)}`}
        </span>
      )}
    </fieldset>
  );
}
