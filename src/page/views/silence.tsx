import { formatClockTime, formatSpan } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { Link } from '../live/messages.ts';

/** A page that is opened hears of the server sooner than this, or something is wrong. */
const PATIENCE_SECONDS = 3;

/** Says when the server is not heard, or does not reach its store, and since when: what is shown below is of then. */
export function Silence({
  silentSeconds,
  limitSeconds,
  openedSeconds,
  heardSeconds,
  link,
  refusal,
}: {
  /** Since when nothing was heard; null when nothing was heard yet. */
  readonly silentSeconds: number | null;
  /** From which silence on the server counts as not heard. */
  readonly limitSeconds: number;
  /** For how long the page is open. */
  readonly openedSeconds: number;
  /** The store's clock when something was heard last, Unix seconds; null where it is not known. */
  readonly heardSeconds: number | null;
  readonly link: Link;
  /** Why the server lets nobody look, in its words; null where it does not say. */
  readonly refusal: string | null;
}) {
  if (refusal !== null) return <Alarm>{`The server shows nothing: ${refusal}.`}</Alarm>;
  if (silentSeconds === null)
    return openedSeconds < PATIENCE_SECONDS ? null : <Alarm>The server is not heard.</Alarm>;
  const isSilent = silentSeconds > limitSeconds;
  if (!isSilent && link.state !== 'down') return null;
  const shown =
    heardSeconds === null
      ? ''
      : ` What is shown is of ${formatClockTime(heardSeconds, zoneOffsetMinutes())}, and comes back by itself.`;
  return (
    <Alarm>
      {isSilent
        ? `The server is not heard for ${formatSpan(Math.floor(silentSeconds)).replace('.0', '')}.${shown}`
        : `The server does not reach its store: ${link.reason ?? 'reason not known'}.`}
    </Alarm>
  );
}

function Alarm({ children }: { readonly children: string }) {
  return (
    <p class="alarm" role="alert">
      {children}
    </p>
  );
}
