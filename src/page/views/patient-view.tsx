import { computeFigures } from '../../core/gait/gait-figures.ts';
import { listSides } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import { computeStrideCurves } from '../../core/stride-curve/stride-curves.ts';
import {
  formatAge,
  formatClockTime,
  formatPreciseClockTime,
  formatSpan,
} from '../../core/time/clock-time.ts';
import { describeClockError } from '../../reader/patient-status.ts';
import type { EventJson } from '../live/messages.ts';
import type { Past, Shown } from '../shown.ts';
import { describeState, writeName } from '../words.ts';
import { zoneOffsetMinutes } from '../zone.ts';
import { EventsPanel } from './events-panel.tsx';
import { FeetPanel } from './feet-panel.tsx';
import { GaitPanel } from './gait-panel.tsx';
import { KeptPanel } from './kept-panel.tsx';
import { StridePanel } from './stride-panel.tsx';
import { TimeBar } from './time-bar.tsx';
import { TracesPanel } from './traces-panel.tsx';
import type { SharedProps } from './ward-view.tsx';

/** One patient: is this now, where is the load, how does this person walk, what was wrong. */
export function PatientView({
  shown,
  patient,
  events,
  eventCount,
  past,
  isPrivate,
  nowSeconds,
  go,
  onFreeze,
  onTravel,
  onKeep,
  onDistribution,
  keptVersion,
}: SharedProps & {
  readonly shown: Shown;
  readonly patient: PatientId;
  readonly events: readonly EventJson[] | null;
  readonly eventCount: number | null;
  readonly past: Past | null;
  readonly onFreeze: () => void;
  readonly onTravel: (atSeconds: number) => void;
  readonly onKeep: () => void;
  readonly onDistribution: () => void;
  readonly keptVersion: string;
}) {
  const { snapshot, status } = shown;
  const { sign, word } = describeState(status.state);
  const figures = snapshot && status.isLive ? computeFigures(snapshot.samples, snapshot.insole) : null;
  const clockError = describeClockError(status);
  return (
    <main class="patient">
      <header class="head">
        <a
          href="./"
          onClick={(event) => {
            event.preventDefault();
            go({ view: 'ward' });
          }}
        >
          ‹ ward
        </a>
        <h1>
          <span class="id">{patient}</span> <bdi>{writeName(snapshot?.profile ?? null, isPrivate)}</bdi>
        </h1>
        {!isPrivate && (
          <p class="quiet">
            {[
              snapshot?.profile?.birthdate && `born ${snapshot.profile.birthdate}`,
              snapshot?.profile?.disabled && 'disabled',
              snapshot?.profile?.traceName && `walk “${snapshot.profile.traceName}”`,
            ]
              .filter((part) => part)
              .join(' · ')}
          </p>
        )}
        <p class={`state ${status.state}`} aria-live="polite">
          <span aria-hidden="true">{sign}</span> <strong>{word.toUpperCase()}</strong>{' '}
          {status.state === 'historical' && past
            ? `at ${formatPreciseClockTime(past.atSeconds, zoneOffsetMinutes()).slice(0, 10)}, ${status.ageSeconds === null ? '' : `${formatSpan(status.ageSeconds)} ago`}`
            : status.state === 'down'
              ? (snapshot?.health?.lastError ?? '')
              : ''}
        </p>
        {status.state !== 'historical' && (
          <p class="age">{status.ageSeconds === null ? 'age –' : `age ${formatAge(status.ageSeconds)}`}</p>
        )}
        {clockError && <p class="warn">{clockError}</p>}
        <time class="clock">
          {nowSeconds === null ? '–' : formatClockTime(nowSeconds, zoneOffsetMinutes())}
        </time>
      </header>
      {snapshot === null ? (
        <p>Reading …</p>
      ) : !snapshot.known ? (
        <p>The store has no data on this patient.</p>
      ) : (
        <div class={status.isLive ? 'panels' : 'panels past'}>
          <section class="panel traces" aria-label="Traces">
            {listSides(snapshot.insole).map((side) => (
              <TracesPanel key={side} side={side} snapshot={snapshot} status={status} />
            ))}
          </section>
          <FeetPanel insole={snapshot.insole} sample={status.newest} isNow={status.isLive} />
          <GaitPanel figures={figures} samples={snapshot.samples} isLive={status.isLive} />
          <StridePanel
            curves={
              status.isLive
                ? computeStrideCurves(strideSamples(snapshot.samples), { insole: snapshot.insole })
                : null
            }
          />
          <EventsPanel
            patient={patient}
            insole={snapshot.insole}
            events={events}
            eventCount={eventCount}
            status={status}
            go={go}
          />
          <KeptPanel patient={patient} isPrivate={isPrivate} version={keptVersion} />
        </div>
      )}
      <TimeBar
        past={past}
        status={status}
        onFreeze={onFreeze}
        onTravel={onTravel}
        onKeep={onKeep}
        onDistribution={onDistribution}
      />
    </main>
  );
}

const STRIDE_STEP_SECONDS = 5;
let strideKey = Number.NaN;
let strideOf: Shown['snapshot'] extends infer S ? (S extends { samples: infer T } ? T : never) : never = [];

/** The mean of two minutes changes little: it is drawn anew every few seconds. */
function strideSamples(samples: typeof strideOf): typeof strideOf {
  const key = Math.floor((samples.at(-1)?.atSeconds ?? 0) / STRIDE_STEP_SECONDS);
  if (
    key !== strideKey ||
    Math.abs((strideOf.at(-1)?.atSeconds ?? 0) - (samples.at(-1)?.atSeconds ?? 0)) > STRIDE_STEP_SECONDS
  ) {
    strideKey = key;
    strideOf = samples;
  }
  return strideOf;
}
