import type { PatientId } from '../core/patient.ts';
import { nextWardSort } from '../core/ward-order.ts';
import type { PageAction } from './keys/page-keys.ts';
import type { EventJson } from './live/messages.ts';
import { PANELS, type Preferences, zoomSpan } from './preferences.ts';
import { parentOf, patientOf, type Route, type WardRoute } from './route.ts';
import { changeSpeed, goTo, stepSamples, stepSeconds, togglePlay } from './time/past.ts';
import type { Travel } from './time/travel.ts';

/** A dialog that is open over the page. */
export type DialogName = 'help' | 'keep' | 'mark';

/** What the handlers of keys see and change. */
export interface HandlerContext {
  readonly route: Route;
  /** The ward as it was looked at last. */
  readonly ward: WardRoute;
  readonly dialog: DialogName | null;
  readonly preferences: Preferences;
  readonly travel: Travel;
  /** The patients there are, ascending; null before they are known. */
  readonly patients: readonly PatientId[] | null;
  /** The events of the patient, oldest first. */
  readonly events: readonly EventJson[];
  /** Whether there is an instant to keep or to mark. */
  readonly canKeep: boolean;
  /** The page's clock. */
  readonly nowMs: number;
  readonly change: (changes: Partial<Preferences>) => void;
  readonly open: (dialog: DialogName | null) => void;
  /** Goes elsewhere; a change of what is shown rather than a step takes the place of the newest in the browser's history. */
  readonly go: (route: Route, isReplaced?: boolean) => void;
  readonly shiftEvent: (samples: number) => void;
  readonly forgetMarks: () => void;
  /** Moves the focus in a list; false where there is nothing to move. */
  readonly moveRow: (by: number) => boolean;
  readonly movePage: (by: 1 | -1) => boolean;
  readonly openRow: () => boolean;
  readonly focusFilter: () => void;
  readonly findFocusedPanel: () => string | null;
}

/** What each key does; one that returns false leaves the key to the browser. */
export type Handlers = Readonly<Record<PageAction, () => unknown>>;

/** Makes what each key does on what is shown. */
export function makeHandlers(context: HandlerContext): Handlers {
  const { route, ward, preferences, travel, change, open, go, nowMs } = context;
  const patient = patientOf(route);
  const isTimed = route.view === 'patient' || route.view === 'walk';
  const travelBy = (next: Parameters<Travel['change']>[0]) => (isTimed ? travel.change(next) : false);
  const whilePast = (next: Parameters<Travel['change']>[0]) =>
    isTimed && travel.past !== null ? travel.change(next) : false;
  const toPatient = (by: 1 | -1) => {
    const { patients } = context;
    if (route.view === 'ward') return context.moveRow(by);
    if (patient === null || patients === null || patients.length < 2) return false;
    const at = Math.max(0, patients.indexOf(patient));
    const next = patients[(at + by + patients.length) % patients.length] ?? patient;
    go(
      route.view === 'distribution' || route.view === 'kept'
        ? { ...route, patient: next }
        : { view: 'patient', patient: next, atSeconds: null },
    );
    return true;
  };
  const toEvent = (by: 1 | -1) => {
    if (route.view !== 'event') return context.moveRow(-by);
    const at = context.events.findIndex(
      ({ start }) => Math.abs(Date.parse(start) / 1000 - route.atSeconds) < 0.002,
    );
    const next = at < 0 ? undefined : context.events[at + by];
    if (next === undefined) return false;
    go({ ...route, atSeconds: Date.parse(next.start) / 1000 });
    return true;
  };
  return {
    help: () => open(context.dialog === 'help' ? null : 'help'),
    open: context.openRow,
    back: () => {
      if (context.dialog !== null) return open(null);
      if (isTimed && preferences.enlarged !== null) return change({ enlarged: null });
      if (route.view === 'patient' && travel.past !== null) return travel.toNow();
      if (route.view === 'ward') return go({ ...route, filter: '' }, true);
      go(parentOf(route, ward));
    },
    ward: () => (route.view === 'ward' ? false : go(ward)),
    filter: () => {
      if (route.view !== 'ward') go(ward);
      context.focusFilter();
    },
    sort: () =>
      route.view === 'ward'
        ? go({ ...route, sort: nextWardSort(route.sort, preferences.isPrivate) }, true)
        : false,
    freeze: () => travelBy((past, wasNow) => (wasNow ? past : togglePlay(past, nowMs))),
    end: () => {
      if (route.view === 'walk') return travel.change((past) => goTo(past, past.limits[1]));
      return route.view === 'patient' ? travel.toNow() : context.moveRow(Number.POSITIVE_INFINITY);
    },
    home: () =>
      isTimed
        ? travel.change((past) => goTo(past, past.limits[0]))
        : context.moveRow(Number.NEGATIVE_INFINITY),
    earlier: () =>
      route.view === 'event' ? context.shiftEvent(-1) : travelBy((past) => stepSamples(past, -1)),
    later: () => (route.view === 'event' ? context.shiftEvent(1) : whilePast((past) => stepSamples(past, 1))),
    secondEarlier: () => travelBy((past) => stepSeconds(past, -1)),
    secondLater: () => whilePast((past) => stepSeconds(past, 1)),
    faster: () => whilePast((past) => changeSpeed(past, 2, nowMs)),
    slower: () => whilePast((past) => changeSpeed(past, 0.5, nowMs)),
    zoomIn: () => change({ spanSeconds: zoomSpan(preferences.spanSeconds, -1) }),
    zoomOut: () => change({ spanSeconds: zoomSpan(preferences.spanSeconds, 1) }),
    newerEvent: () => toEvent(1),
    olderEvent: () => toEvent(-1),
    distribution: () => {
      if (route.view === 'distribution') return go(parentOf(route, ward));
      return patient === null ? false : go({ view: 'distribution', patient, list: 'samples' });
    },
    distributionSource: () =>
      route.view === 'distribution'
        ? go({ ...route, list: route.list === 'samples' ? 'anomalies' : 'samples' })
        : false,
    nextPatient: () => toPatient(1),
    previousPatient: () => toPatient(-1),
    keep: () => (context.canKeep ? open('keep') : false),
    mark: () => (context.canKeep ? open('mark') : false),
    forgetMarks: context.forgetMarks,
    kept: () => (route.view === 'kept' ? go(parentOf(route, ward)) : go({ view: 'kept', patient })),
    enlarge: () => {
      if (!isTimed) return false;
      const focused = context.findFocusedPanel();
      const panel = PANELS.find((each) => each === focused) ?? 'traces';
      return change({ enlarged: preferences.enlarged === null ? panel : null });
    },
    privacy: () => change({ isPrivate: !preferences.isPrivate }),
    up: () => context.moveRow(-1),
    down: () => context.moveRow(1),
    pageUp: () => context.movePage(-1),
    pageDown: () => context.movePage(1),
    first: () => context.moveRow(Number.NEGATIVE_INFINITY),
    last: () => context.moveRow(Number.POSITIVE_INFINITY),
    toggleTraces: () => change({ isSwept: !preferences.isSwept }),
    toggleFeet: () => change({ isNumbers: !preferences.isNumbers }),
  };
}
