import { useState } from 'preact/hooks';
import type { PatientId } from '../core/patient.ts';
import { assessPatient } from '../reader/patient-status.ts';
import { storeNowSeconds, type TimedSnapshot } from '../reader/timed-snapshot.ts';
import { useActions } from './keys/use-actions.ts';
import { SILENCE_MS } from './live/connection.ts';
import { useLive } from './live/use-live.ts';
import { type Preferences, startPreferences } from './preferences.ts';
import { patientOf, type Route } from './route.ts';
import { goTo, type Past } from './time/past.ts';
import { useShown } from './time/use-shown.ts';
import { useWalkEvents } from './time/walk-events.ts';
import { useEvents } from './use-events.ts';
import { type PatientInstant, useKeeping } from './use-keeping.ts';
import { useLinks } from './use-links.ts';
import { useMessage } from './use-message.ts';
import { usePatients } from './use-patients.ts';
import { signIn, useRoute } from './use-route.ts';
import { useShift } from './use-shift.ts';
import { BottomBar } from './views/bottom-bar.tsx';
import { Dialogs } from './views/dialogs.tsx';
import { MAX_SHIFT_SECONDS } from './views/event-view.tsx';
import { Silence } from './views/silence.tsx';
import { View } from './views/view.tsx';
import { useSeen } from './ward/use-seen.ts';

/** The whole page: what its address says, kept up to date. */
export function App() {
  const { route, ward, go } = useRoute();
  const patient = patientOf(route);
  const [traced, setTraced] = useState<readonly PatientId[] | null>(null);
  const { state, heardAtMs, refusal, nowMs } = useLive(patient, traced, signIn);
  const [openedMs] = useState(nowMs);
  const { message, tell } = useMessage(nowMs);
  const [preferences, setPreferences] = useState<Preferences>(() =>
    startPreferences(matchMedia('(prefers-reduced-motion: reduce)').matches),
  );
  const change = (changes: Partial<Preferences>) => setPreferences((before) => ({ ...before, ...changes }));

  const silentSeconds = heardAtMs === null ? null : (nowMs - heardAtMs) / 1000;
  const isSilent = silentSeconds !== null && silentSeconds * 1000 > SILENCE_MS;
  const isHeard = heardAtMs !== null && !isSilent && state.link.state === 'answering';
  const { live, shown, travel } = useShown(route, state, isHeard, nowMs, go, tell);
  const { walk, past } = travel;
  const nowSeconds = state.clock === null ? null : storeNowSeconds(state.clock, nowMs);
  const eventSeconds = route.view === 'event' ? route.atSeconds : null;
  const { events, askOlder } = useEvents(patient, state.events, live, eventSeconds);
  const walkEvents = useWalkEvents(route, past);
  const patients = usePatients(state.patients, patient !== null);
  const seen = useSeen(state.rows, patient, live?.anomaliesStored ?? null);
  const [shiftSeconds, shift] = useShift(route, MAX_SHIFT_SECONDS);
  const instant = findInstant(route, past, live);
  const keeping = useKeeping(patient, instant, tell);
  const links = useLinks(
    isSilent,
    route.view === 'patient' ? { live, status: shown.status } : null,
    state.link,
  );
  const act = useActions({
    route,
    ward,
    dialog: keeping.dialog,
    preferences,
    travel,
    patients,
    events: events ?? [],
    canKeep: instant !== null,
    nowMs,
    change,
    open: keeping.open,
    go,
    shiftEvent: (samples) => shift((before) => before + (samples * shown.status.intervalMs) / 1000),
    forgetMarks: keeping.forgetMarks,
  });

  return (
    <div class={isHeard || heardAtMs === null ? 'page' : 'page silent'}>
      <Silence
        silentSeconds={silentSeconds}
        limitSeconds={SILENCE_MS / 1000}
        openedSeconds={(nowMs - openedMs) / 1000}
        heardSeconds={nowSeconds === null || silentSeconds === null ? null : nowSeconds - silentSeconds}
        link={state.link}
        refusal={refusal}
      />
      <View
        route={route}
        ward={ward}
        state={state}
        seen={seen}
        isHeard={isHeard}
        nowSeconds={nowSeconds}
        shown={shown}
        liveState={live === null ? 'unread' : isHeard ? assessPatient(live, nowMs).state : 'stale'}
        past={past}
        walk={walk}
        marks={route.view === 'walk' ? (walk?.marks ?? []) : keeping.marks}
        events={route.view === 'walk' ? walkEvents : events}
        onOlder={route.view === 'walk' ? null : askOlder}
        preferences={preferences}
        change={change}
        onStep={
          patients === null || patients.length < 2
            ? null
            : (by) => act(by > 0 ? 'nextPatient' : 'previousPatient')
        }
        onTravel={(to) => travel.change((before) => goTo(before, to))}
        shiftSeconds={shiftSeconds}
        onShift={(to) => shift(() => to)}
        keptCount={keeping.keptCount}
        onTraced={setTraced}
        act={act}
        go={go}
      />
      <BottomBar route={route} links={links} preferences={preferences} message={message} act={act} />
      <Dialogs keeping={keeping} isAroundEvent={route.view === 'event'} />
    </div>
  );
}

/** The instant that can be marked or kept; null where none is shown. */
function findInstant(route: Route, past: Past | null, live: TimedSnapshot | null): PatientInstant | null {
  if (route.view === 'event') return { patient: route.patient, atSeconds: route.atSeconds };
  const atSeconds = past?.atSeconds ?? live?.samples.at(-1)?.atSeconds;
  return route.view !== 'patient' || atSeconds === undefined ? null : { patient: route.patient, atSeconds };
}
