import { useMemo } from 'preact/hooks';
import { computeFigures } from '../../core/gait/gait-figures.ts';
import type { WalkMark } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { EventJson } from '../live/messages.ts';
import { PANELS, type PanelName, type Preferences } from '../preferences.ts';
import type { Route } from '../route.ts';
import { useStable } from '../stable.ts';
import type { Past } from '../time/past.ts';
import type { Shown } from '../time/shown.ts';
import type { OpenedWalk } from '../time/travel.ts';
import { TracesPanel } from '../traces/traces-panel.tsx';
import { useSwipe } from '../traces/use-swipe.ts';
import { EventsPanel } from './events-panel.tsx';
import { FeetPanel } from './feet-panel.tsx';
import { GaitPanel } from './gait-panel.tsx';
import type { PanelFrame } from './panel.tsx';
import { PatientHeader } from './patient-header.tsx';
import { StridePanel } from './stride-panel.tsx';
import { TimeBar } from './time-bar.tsx';

/** What a view of one patient is drawn from. */
export interface PatientViewProps {
  readonly patient: PatientId;
  readonly shown: Shown;
  readonly liveState: Shown['status']['state'];
  readonly past: Past | null;
  readonly marks: readonly WalkMark[];
  /** The kept walk that is played; null while it is read, and where none is. */
  readonly walk: OpenedWalk | null;
  /** The oldest first; null until they are read. */
  readonly events: readonly EventJson[] | null;
  readonly onOlder: (() => void) | null;
  readonly preferences: Preferences;
  readonly nowSeconds: number | null;
  readonly back: { readonly to: Route; readonly words: string };
  /** What somebody wrote about the walk that is played; empty where nobody did. */
  readonly title: string;
  readonly onStep: ((by: 1 | -1) => void) | null;
  readonly onTravel: (atSeconds: number) => void;
  readonly onEnlarge: (panel: PanelName) => void;
  readonly act: (action: PageAction) => void;
  readonly go: (route: Route) => void;
}

/** One patient: is this now, what just happened, where is the load, how does this person walk, what was wrong. */
export function PatientView(props: PatientViewProps) {
  const { patient, shown, liveState, past, marks, preferences, nowSeconds, back, onStep, act, go } = props;
  const { snapshot, status } = shown;
  return (
    <main class="patient">
      <PatientHeader
        patient={patient}
        shown={shown}
        liveState={liveState}
        past={past}
        isPrivate={preferences.isPrivate}
        nowSeconds={nowSeconds}
        back={back}
        title={props.title}
        onStep={onStep}
        go={go}
      />
      {snapshot === null ? (
        <p class="notice">Reading …</p>
      ) : snapshot.known ? (
        <Panels {...props} snapshot={snapshot} />
      ) : (
        <div class="notice">
          <p>Patient {patient} was never seen: the store has no data on this patient.</p>
          <p class="quiet">Is the cacher polling this number?</p>
        </div>
      )}
      <TimeBar
        past={past}
        canFreeze={status.newest !== null}
        isReplay={status.state === 'replay'}
        retained={snapshot && { samples: snapshot.retained, sinceSeconds: snapshot.oldestAtSeconds }}
        marks={marks}
        act={act}
        onTravel={props.onTravel}
      />
    </main>
  );
}

const NOT_ENLARGED: PanelFrame = { isEnlarged: false, onEnlarge: () => {} };

function Panels({
  patient,
  shown: { status },
  snapshot,
  past,
  marks,
  walk,
  events,
  onOlder,
  preferences,
  onTravel,
  onEnlarge,
  go,
}: PatientViewProps & { readonly snapshot: NonNullable<Shown['snapshot']> }) {
  const { enlarged, spanSeconds, isSwept, isNumbers } = preferences;
  const { insole, samples } = snapshot;
  const figures = status.isLive ? computeFigures(samples, insole) : null;
  const enlarge = useStable(onEnlarge);
  const frames = useMemo(
    () =>
      new Map(
        PANELS.map((name) => [name, { isEnlarged: enlarged === name, onEnlarge: () => enlarge(name) }]),
      ),
    [enlarged],
  );
  const frame = (name: PanelName): PanelFrame => frames.get(name) ?? NOT_ENLARGED;
  // Ages are told in seconds: a list need not be drawn for each sample.
  const second = Math.floor(status.nowSeconds ?? 0);
  const steady = useMemo(() => status, [second, status.state, status.isLive]);
  const older = useStable(() => onOlder?.());
  const instant = past === null ? null : Math.floor(past.atSeconds);
  const travel = useStable(onTravel);
  const has = (name: PanelName) => enlarged === null || enlarged === name;
  const swipe = useSwipe(spanSeconds, status.newest?.atSeconds ?? null, onTravel);
  return (
    <div class={enlarged === null ? 'panels' : 'panels one'} data-state={status.state}>
      {has('traces') && (
        <div class="traces-place" {...swipe}>
          <TracesPanel
            snapshot={snapshot}
            status={status}
            spanSeconds={spanSeconds}
            isSwept={isSwept}
            marks={marks.map(({ atSeconds }) => atSeconds)}
            frame={frame('traces')}
          />
        </div>
      )}
      {has('feet') && (
        <FeetPanel insole={insole} status={status} isNumbers={isNumbers} frame={frame('feet')} />
      )}
      {has('gait') && (
        <GaitPanel
          figures={figures}
          samples={samples}
          insole={insole}
          status={status}
          frame={frame('gait')}
        />
      )}
      {has('stride') && (
        <StridePanel samples={samples} insole={insole} isLive={status.isLive} frame={frame('stride')} />
      )}
      {has('events') && (
        <EventsPanel
          patient={patient}
          insole={insole}
          events={events}
          walk={walk}
          anomaliesStored={snapshot.anomaliesStored}
          status={steady}
          pastSeconds={instant}
          onOlder={onOlder && older}
          onTravel={travel}
          go={go}
          frame={frame('events')}
        />
      )}
    </div>
  );
}
