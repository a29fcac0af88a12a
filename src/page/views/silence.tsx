import { formatClockTime } from '../../core/time/clock-time.ts';
import type { Link } from '../live/messages.ts';
import { zoneOffsetMinutes } from '../zone.ts';

/** Says when the server is not heard, and since when: what is shown below is of then. */
export function Silence({
  heardAtMs,
  nowMs,
  nowSeconds,
  link,
  isHeard,
}: {
  readonly heardAtMs: number | null;
  readonly nowMs: number;
  readonly nowSeconds: number | null;
  readonly link: Link;
  readonly isHeard: boolean;
}) {
  if (isHeard || (heardAtMs === null && nowMs < 3000)) return null;
  const seconds = heardAtMs === null ? null : (nowMs - heardAtMs) / 1000;
  const isSilent = seconds === null || seconds > 2;
  if (!isSilent && link.state === 'connecting') return null;
  const since =
    nowSeconds === null || seconds === null
      ? ''
      : ` What is shown is of ${formatClockTime(nowSeconds - seconds, zoneOffsetMinutes())}.`;
  return (
    <p class="alarm" role="alert">
      {isSilent
        ? `The server is not heard${seconds === null ? '' : ` for ${Math.floor(seconds)} s`}.${since}`
        : `The server does not reach its store: ${link.reason ?? 'reason not known'}.`}
    </p>
  );
}
