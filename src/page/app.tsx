import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PatientId } from '../core/patient.ts';
import { storeNowSeconds } from '../reader/timed-snapshot.ts';
import { type Heard, listen, SILENCE_MS } from './live/connection.ts';
import { NOTHING } from './live/live-state.ts';
import { fetchRetained } from './retained.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';
import { type Past, show, step } from './shown.ts';
import { DistributionView } from './views/distribution-view.tsx';
import { EventView } from './views/event-view.tsx';
import { HelpView } from './views/help-view.tsx';
import { KeepForm } from './views/keep-form.tsx';
import { PatientView } from './views/patient-view.tsx';
import { Silence } from './views/silence.tsx';
import { WardView } from './views/ward-view.tsx';

const TICK_MS = 250;
const BASE = new URL(document.baseURI);

function readRoute(): Route {
  return parseRoute(location.pathname.slice(BASE.pathname.length - 1), location.search);
}

function signIn(): void {
  const next = location.pathname.slice(BASE.pathname.length) + location.search;
  location.assign(new URL(`sign-in?next=${encodeURIComponent(next)}`, BASE));
}

/** The whole page: what its address says, kept up to date. */
export function App() {
  const [route, setRoute] = useState(readRoute);
  const [{ state, heardAtMs }, setHeard] = useState<Heard>({ state: NOTHING, heardAtMs: null });
  const [nowMs, setNowMs] = useState(() => performance.now());
  const [past, setPast] = useState<Past | null>(null);
  const [isPrivate, setPrivate] = useState(false);
  const [dialog, setDialog] = useState<'help' | 'keep' | 'distribution' | null>(null);
  const [message, setMessage] = useState('');
  const patient = route.view === 'ward' ? null : route.patient;

  const go = useCallback((next: Route, isReplaced = false) => {
    const url = new URL(formatRoute(next), BASE);
    if (isReplaced) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    setRoute(next);
  }, []);
  useEffect(() => {
    const read = () => setRoute(readRoute());
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    // A tab that slept draws before its timers run again.
    const wake = () => setNowMs(performance.now());
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, []);
  useEffect(() => {
    setHeard({ state: NOTHING, heardAtMs: null });
    const connection = listen(patient === null ? '' : `patient=${patient}`, setHeard, signIn);
    return () => connection.close();
  }, [patient]);
  useEffect(() => {
    setPast(null);
    if (route.view === 'patient' && route.atSeconds !== null) void freezeAt(route.patient, route.atSeconds);
  }, [patient]);

  const freezeAt = async (whose: PatientId, atSeconds: number) => {
    const samples = await fetchRetained(whose);
    if (samples === null || samples.length === 0) setMessage('the retained samples cannot be had');
    else setPast({ samples, atSeconds });
  };
  const travel = (atSeconds: number) => {
    if (past === null || route.view !== 'patient') return;
    setPast({ ...past, atSeconds });
    go({ ...route, atSeconds }, true);
  };
  const freeze = () => {
    const newest = state.snapshot?.samples.at(-1);
    if (route.view !== 'patient') return;
    if (past !== null) toNow();
    else if (newest !== undefined) void freezeAt(route.patient, newest.atSeconds);
  };
  const toNow = () => {
    setPast(null);
    if (route.view === 'patient') go({ ...route, atSeconds: null }, true);
  };

  const isHeard = heardAtMs !== null && nowMs - heardAtMs <= SILENCE_MS && state.link.state === 'answering';
  const shown = useMemo(
    () => show(state.snapshot?.patient === patient ? state.snapshot : null, past, nowMs, isHeard),
    [state, past, nowMs, isHeard, patient],
  );
  const nowSeconds = state.clock === null ? null : storeNowSeconds(state.clock, nowMs);

  const keys = useRef<(event: KeyboardEvent) => void>(() => {});
  keys.current = (event) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = {
      '?': () => setDialog(dialog === 'help' ? null : 'help'),
      w: () => go({ view: 'ward' }),
      P: () => setPrivate(!isPrivate),
      Escape: () => {
        if (dialog !== null) setDialog(null);
        else if (route.view === 'event') go({ view: 'patient', patient: route.patient, atSeconds: null });
        else if (past !== null) toNow();
        else if (route.view === 'patient') go({ view: 'ward' });
      },
      ...(route.view === 'patient' && {
        ' ': freeze,
        End: toNow,
        K: () => setDialog('keep'),
        d: () => setDialog(dialog === 'distribution' ? null : 'distribution'),
        ArrowLeft: () => (past === null ? freeze() : travel(step(past, -1))),
        ArrowRight: () => past && travel(step(past, 1)),
        Home: () => past && travel(past.samples[0]?.atSeconds ?? past.atSeconds),
      }),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => keys.current(event);
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const shared = { nowSeconds, isPrivate, go };
  return (
    <div class={isHeard || heardAtMs === null ? 'page' : 'page silent'}>
      <Silence
        heardAtMs={heardAtMs}
        nowMs={nowMs}
        nowSeconds={nowSeconds}
        link={state.link}
        isHeard={isHeard}
      />
      <p class="message" role="status">
        {message}
      </p>
      {route.view === 'ward' && <WardView {...shared} state={state} isHeard={isHeard} />}
      {route.view === 'patient' && (
        <PatientView
          {...shared}
          shown={shown}
          patient={route.patient}
          events={state.events}
          eventCount={state.eventCount}
          past={past}
          onFreeze={freeze}
          onTravel={travel}
          onKeep={() => setDialog('keep')}
          onDistribution={() => setDialog('distribution')}
          keptVersion={message}
        />
      )}
      {route.view === 'event' && (
        <EventView {...shared} route={route} events={state.events} snapshot={state.snapshot} />
      )}
      <footer class="bar">
        <button type="button" onClick={() => setDialog('help')}>
          <kbd>?</kbd> help
        </button>
        <button type="button" aria-pressed={isPrivate} onClick={() => setPrivate(!isPrivate)}>
          <kbd>P</kbd> {isPrivate ? 'show names' : 'hide names'}
        </button>
        <span class="quiet">footwatch · no medical device</span>
      </footer>
      {dialog === 'distribution' && shown.snapshot !== null && (
        <DistributionView
          patient={shown.snapshot.patient}
          insole={shown.snapshot.insole}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'help' && <HelpView onClose={() => setDialog(null)} />}
      {dialog === 'keep' && patient !== null && (
        <KeepForm patient={patient} past={past} onClose={() => setDialog(null)} onKept={setMessage} />
      )}
    </div>
  );
}
