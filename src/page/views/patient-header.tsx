import type { PatientId } from '../../core/patient.ts';
import {
  formatAge,
  formatClockTime,
  formatLatencyBound,
  formatLocalDate,
  formatPreciseClockTime,
  formatSpan,
} from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import { describeClockError } from '../../reader/patient-status.ts';
import type { Route } from '../route.ts';
import type { Past } from '../time/past.ts';
import type { Shown } from '../time/shown.ts';
import { describeState, writeName } from '../words.ts';
import { RouteLink } from './route-link.tsx';

/** Who it is, and whether what is shown is of now. */
export function PatientHeader({
  patient,
  shown,
  liveState,
  past,
  isPrivate,
  nowSeconds,
  back,
  title = '',
  onStep,
  go,
}: {
  readonly patient: PatientId;
  readonly shown: Shown;
  /** How the patient is now, while another instant is shown. */
  readonly liveState: Shown['status']['state'];
  readonly past: Past | null;
  readonly isPrivate: boolean;
  /** The store's clock, Unix seconds. */
  readonly nowSeconds: number | null;
  readonly back: { readonly to: Route; readonly words: string };
  /** What of the patient is shown, where it is not all. */
  readonly title?: string;
  /** Goes to the next patient or the one before; null where there is no other. */
  readonly onStep: ((by: 1 | -1) => void) | null;
  readonly go: (route: Route) => void;
}) {
  const { snapshot, status } = shown;
  const profile = snapshot?.profile ?? null;
  const facts = isPrivate
    ? [profile?.disabled && 'disabled', 'names are hidden']
    : [
        profile?.birthdate && `born ${profile.birthdate}`,
        profile?.disabled && 'disabled',
        profile?.traceName && `walk “${profile.traceName}”`,
      ];
  const clockError = describeClockError(status);
  return (
    <header class="head">
      <nav aria-label="Patients">
        <RouteLink to={back.to} go={go}>
          ‹ {back.words}
        </RouteLink>
        {onStep && (
          <>
            <button type="button" aria-label="previous patient" onClick={() => onStep(-1)}>
              <kbd>[</kbd>
            </button>
            <button type="button" aria-label="next patient" onClick={() => onStep(1)}>
              <kbd>]</kbd>
            </button>
          </>
        )}
      </nav>
      <h1>
        <span class="id">{patient}</span> <bdi>{writeName(profile, isPrivate)}</bdi>
        {title !== '' && <span class="title"> {title}</span>}
      </h1>
      <p class="quiet facts">{facts.filter((fact) => fact).join(' · ')}</p>
      <StateLine shown={shown} past={past} liveState={liveState} />
      {clockError && <p class="warn">{clockError}</p>}
      <time class="clock">
        {nowSeconds === null ? '–' : formatClockTime(nowSeconds, zoneOffsetMinutes())}
      </time>
    </header>
  );
}

function StateLine({
  shown: { snapshot, status },
  past,
  liveState,
}: {
  readonly shown: Shown;
  readonly past: Past | null;
  readonly liveState: Shown['status']['state'];
}) {
  const { sign, word } = describeState(status.state);
  const offset = zoneOffsetMinutes();
  const age = status.ageSeconds;
  const now = describeState(liveState);
  const isPlayed = past?.play != null;
  const lastOk = snapshot?.health?.lastOkAtSeconds ?? null;
  return (
    <p class="state-line">
      <span class={`state ${status.state}`} role="status">
        <span aria-hidden="true">{isPlayed && status.state === 'historical' ? '▷' : sign}</span>{' '}
        <strong>{(isPlayed ? `playing ${past.speed}×` : word).toUpperCase()}</strong>
      </span>
      {past !== null && (
        <span class="instant">
          {status.state === 'replay' ? `${formatLocalDate(past.atSeconds, offset)} ` : ''}
          {formatPreciseClockTime(past.atSeconds, offset).slice(0, 10)}
          {age !== null && status.state === 'historical' && (
            <span class="quiet">, {formatSpan(age)} ago</span>
          )}
        </span>
      )}
      {status.state === 'historical' && past !== null && (
        <span class={`state ${liveState}`}>
          <span class="quiet">now</span> {now.sign} {now.word}
          {past.meanwhile.samples > 0 && <span class="quiet"> +{past.meanwhile.samples}</span>}
        </span>
      )}
      {status.state === 'down' && (
        <span class="state down">
          {lastOk === null ? '' : `since ${formatClockTime(lastOk, offset)}: `}
          {snapshot?.health?.lastError ?? 'reason not known'}
        </span>
      )}
      {past === null && age !== null && (
        <span class={status.isLive ? 'age quiet' : 'age'}>
          age <b>{formatAge(age)}</b>
        </span>
      )}
      {past === null && status.isLive && snapshot?.delaySeconds !== undefined && (
        <span class="delay quiet">delay {writeDelay(snapshot.delaySeconds)}</span>
      )}
    </p>
  );
}

/** The time from the cacher's receipt of the newest sample to the server's reading of it. */
function writeDelay(seconds: number): string {
  return seconds < 1 ? `${formatLatencyBound(seconds * 1000)} ms` : formatSpan(seconds);
}
