import type { PatientId } from '../../core/patient.ts';
import type { LiveState } from '../live/live-state.ts';
import type { Preferences } from '../preferences.ts';
import { parentOf, type Route, type WardRoute } from '../route.ts';
import type { SeenAnomalies } from '../ward/new-anomalies.ts';
import { WardView } from '../ward/ward-view.tsx';
import { DistributionView } from './distribution-view.tsx';
import { EventView } from './event-view.tsx';
import { KeptView } from './kept-view.tsx';
import { PatientHeader } from './patient-header.tsx';
import { PatientView, type PatientViewProps } from './patient-view.tsx';
import { RouteLink } from './route-link.tsx';

/** What all views together are drawn from. */
export interface ViewProps extends Omit<PatientViewProps, 'patient' | 'back' | 'title' | 'onEnlarge' | 'go'> {
  readonly route: Route;
  /** The ward as it was looked at last. */
  readonly ward: WardRoute;
  readonly state: LiveState;
  readonly seen: SeenAnomalies;
  readonly isHeard: boolean;
  readonly change: (changes: Partial<Preferences>) => void;
  readonly shiftSeconds: number;
  readonly onShift: (shiftSeconds: number) => void;
  /** Counts the walks that were kept here, after which lists of them are old. */
  readonly keptCount: number;
  /** Told whose rows in the ward need traces; null where the server may choose. */
  readonly onTraced: (traced: readonly PatientId[] | null) => void;
  readonly go: (route: Route, isReplaced?: boolean) => void;
}

/** What the address says. */
export function View(props: ViewProps) {
  const { route, state, preferences, shown, change, act, go } = props;
  const { isPrivate } = preferences;
  const parent = parentOf(route, props.ward);
  switch (route.view) {
    case 'ward':
      return (
        <WardView
          state={state}
          route={route}
          seen={props.seen}
          isPrivate={isPrivate}
          nowSeconds={props.nowSeconds}
          isHeard={props.isHeard}
          onTraced={props.onTraced}
          act={act}
          go={go}
        />
      );
    case 'patient':
    case 'walk':
      return (
        <PatientView
          {...props}
          patient={route.patient}
          back={{ to: parent, words: route.view === 'walk' ? 'kept walks' : 'ward' }}
          title={route.view === 'walk' && !isPrivate ? (props.walk?.note ?? '') : ''}
          onStep={route.view === 'walk' ? null : props.onStep}
          onEnlarge={(panel) => change({ enlarged: preferences.enlarged === null ? panel : null })}
        />
      );
    case 'event':
      return (
        <EventView
          route={route}
          events={props.events}
          snapshot={shown.snapshot}
          isPrivate={isPrivate}
          shiftSeconds={props.shiftSeconds}
          onShift={props.onShift}
          act={act}
          go={go}
        />
      );
    case 'distribution':
      return (
        <main class="distribution">
          <PatientHeader
            {...props}
            past={null}
            patient={route.patient}
            isPrivate={isPrivate}
            back={{ to: parent, words: 'patient' }}
            title="distribution of readings"
          />
          {shown.snapshot !== null && (
            <DistributionView route={route} insole={shown.snapshot.insole} act={act} />
          )}
        </main>
      );
    case 'kept':
      return (
        <main class="kept">
          {route.patient === null ? (
            <header class="head">
              <RouteLink to={parent} go={go}>
                ‹ ward
              </RouteLink>
              <h1>Kept walks</h1>
            </header>
          ) : (
            <PatientHeader
              {...props}
              past={null}
              patient={route.patient}
              isPrivate={isPrivate}
              back={{ to: parent, words: 'patient' }}
              title="kept walks"
            />
          )}
          <KeptView patient={route.patient} isPrivate={isPrivate} version={String(props.keptCount)} go={go} />
        </main>
      );
  }
}
