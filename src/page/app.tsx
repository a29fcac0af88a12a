import { useEffect, useMemo, useState } from 'preact/hooks';
import { MAX_WORD_LENGTH } from '../core/kept-walk.ts';
import type { PatientId } from '../core/patient.ts';
import { formatClockTime } from '../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../reader/local-zone.ts';
import { assessPatient } from '../reader/patient-status.ts';
import { storeNowSeconds, type TimedSnapshot } from '../reader/timed-snapshot.ts';
import { type DialogName, makeHandlers } from './handlers.ts';
import type { PageAction } from './keys/page-keys.ts';
import { useKeys } from './keys/use-keys.ts';
import { SILENCE_MS } from './live/connection.ts';
import { useLive } from './live/use-live.ts';
import { findSpan, marksOf, type PendingMark, setMark } from './marks.ts';
import { type Preferences, startPreferences } from './preferences.ts';
import { patientOf } from './route.ts';
import { useStable } from './stable.ts';
import { goTo } from './time/past.ts';
import { show } from './time/shown.ts';
import { useTravel } from './time/use-travel.ts';
import { useEvents } from './use-events.ts';
import { useMessage } from './use-message.ts';
import { usePatients } from './use-patients.ts';
import { signIn, useRoute } from './use-route.ts';
import { BottomBar } from './views/bottom-bar.tsx';
import { MAX_SHIFT_SECONDS } from './views/event-view.tsx';
import { HelpView } from './views/help-view.tsx';
import { KeepForm } from './views/keep-form.tsx';
import { findFocusedPanel, movePage, moveRow, openRow } from './views/rows.ts';
import { Silence } from './views/silence.tsx';
import { View } from './views/view.tsx';
import { WordForm } from './views/word-form.tsx';
import { markSeen, NOTHING_SEEN, takeRows } from './ward/new-anomalies.ts';
import { describeApi, describeStore, SERVER_SILENT } from './words.ts';

/** The whole page: what its address says, kept up to date. */
export function App() {
  const { route, go } = useRoute();
  const patient = patientOf(route);
  const [traced, setTraced] = useState<readonly PatientId[] | null>(null);
  const { state, heardAtMs, refusal, nowMs } = useLive(patient, traced, signIn);
  const [openedMs] = useState(nowMs);
  const { message, tell } = useMessage(nowMs);
  const [preferences, setPreferences] = useState<Preferences>(() =>
    startPreferences(matchMedia('(prefers-reduced-motion: reduce)').matches),
  );
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [marks, setMarks] = useState<readonly PendingMark[]>([]);
  const [seen, setSeen] = useState(NOTHING_SEEN);
  const [shiftSeconds, setShift] = useState(0);
  const [keptCount, setKeptCount] = useState(0);
  const change = (changes: Partial<Preferences>) => setPreferences((before) => ({ ...before, ...changes }));

  const isHeard = heardAtMs !== null && nowMs - heardAtMs <= SILENCE_MS && state.link.state === 'answering';
  const live = state.snapshot?.patient === patient ? state.snapshot : null;
  const travel = useTravel(route, live, nowMs, go, tell);
  const { walk, past } = travel;
  const snapshot = useMemo((): TimedSnapshot | null => {
    if (route.view !== 'walk') return live;
    if (walk === null || live === null) return null;
    return { ...live, known: true, insole: walk.insole, profile: walk.profile, isReplay: true, samples: [] };
  }, [route.view, live, walk]);
  const shown = show(snapshot, past, nowMs, isHeard);
  const nowSeconds = state.clock === null ? null : storeNowSeconds(state.clock, nowMs);
  const { events, askOlder } = useEvents(
    patient,
    state.events,
    live,
    route.view === 'event' ? route.atSeconds : null,
  );
  const patients = usePatients(state.patients, patient !== null);

  useEffect(() => {
    if (state.rows.size > 0) setSeen((before) => takeRows(before, state.rows.values()));
  }, [state.rows]);
  useEffect(() => {
    if (patient !== null && live !== null)
      setSeen((before) => markSeen(before, patient, live.anomaliesStored));
  }, [patient, live?.anomaliesStored]);
  useEffect(() => setShift(0), [route]);
  useEffect(() => setDialog(null), [patient]);

  const mine = marksOf(marks, patient);
  const atSeconds =
    route.view === 'event'
      ? route.atSeconds
      : route.view === 'patient'
        ? (past?.atSeconds ?? live?.samples.at(-1)?.atSeconds ?? null)
        : null;
  const [instant, setInstant] = useState<{ patient: PatientId; atSeconds: number } | null>(null);
  const handlers = makeHandlers({
    route,
    dialog,
    preferences,
    travel,
    patients,
    events: events ?? [],
    canKeep: atSeconds !== null,
    nowMs,
    change,
    open: (next) => {
      if (patient !== null && atSeconds !== null) setInstant({ patient, atSeconds });
      setDialog(next);
    },
    go,
    shiftEvent: (samples) =>
      setShift((before) => clampShift(before + (samples * shown.status.intervalMs) / 1000)),
    forgetMarks: () => {
      if (mine.length === 0) return;
      setMarks(marks.filter((mark) => !mine.includes(mark)));
      tell(`forgot ${mine.length} ${mine.length === 1 ? 'mark' : 'marks'}`);
    },
    moveRow,
    movePage,
    openRow,
    focusFilter: () => setTimeout(() => document.querySelector<HTMLElement>('input[type="search"]')?.focus()),
    findFocusedPanel,
  });
  const act = useStable((action: PageAction): boolean => {
    if (dialog !== null && !ACT_OVER_DIALOGS.includes(action)) return false;
    return handlers[action]() !== false;
  });
  useKeys(act);

  const mark = (word: string) => {
    if (instant === null) return;
    const all = setMark(marks, { ...instant, word });
    setMarks(all);
    setDialog(null);
    const span = findSpan(marksOf(all, instant.patient), instant.atSeconds, false);
    const [at, since, until] = [instant.atSeconds, span.sinceSeconds, span.untilSeconds].map((seconds) =>
      formatClockTime(seconds, zoneOffsetMinutes()),
    );
    tell(
      span.isMarked
        ? `marked ${at}; K keeps ${since} to ${until}`
        : `marked ${at}; a second mark makes a span`,
    );
  };
  const kept = (words: string) => {
    setDialog(null);
    setMarks(marks.filter((each) => !mine.includes(each)));
    setKeptCount(keptCount + 1);
    tell(words);
  };

  const silentSeconds = heardAtMs === null ? null : (nowMs - heardAtMs) / 1000;
  const told =
    silentSeconds !== null && silentSeconds * 1000 > SILENCE_MS
      ? [SERVER_SILENT]
      : [
          ...(route.view === 'patient' ? [describeApi(live?.health ?? null, shown.status)] : []),
          describeStore(state.link),
        ];
  const links = useMemo(() => told, [told.map(({ text }) => text).join()]);
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
        state={state}
        seen={seen}
        isHeard={isHeard}
        nowSeconds={nowSeconds}
        shown={shown}
        liveState={live === null ? 'unread' : isHeard ? assessPatient(live, nowMs).state : 'stale'}
        past={past}
        walk={walk}
        marks={
          route.view === 'walk'
            ? (walk?.marks ?? []).map((each) => ({ ...each, patient: route.patient }))
            : mine
        }
        events={events}
        onOlder={askOlder}
        preferences={preferences}
        change={change}
        onStep={
          patients === null || patients.length < 2
            ? null
            : (by) => act(by > 0 ? 'nextPatient' : 'previousPatient')
        }
        onTravel={(to) => travel.change((before) => goTo(before, to))}
        shiftSeconds={shiftSeconds}
        onShift={(to) => setShift(clampShift(to))}
        keptCount={keptCount}
        onTraced={setTraced}
        act={act}
        go={go}
      />
      <BottomBar route={route} links={links} preferences={preferences} message={message} act={act} />
      {dialog === 'help' && <HelpView onClose={() => setDialog(null)} />}
      {dialog === 'mark' && instant && (
        <WordForm
          title={`Mark ${formatClockTime(instant.atSeconds, zoneOffsetMinutes())}`}
          label="Word"
          maxLength={MAX_WORD_LENGTH}
          submit="Set the mark"
          problem={null}
          onSubmit={mark}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'keep' && instant && (
        <KeepForm
          patient={instant.patient}
          span={findSpan(mine, instant.atSeconds, route.view === 'event')}
          onClose={() => setDialog(null)}
          onKept={kept}
        />
      )}
    </div>
  );
}

function clampShift(seconds: number): number {
  return Math.max(-MAX_SHIFT_SECONDS, Math.min(MAX_SHIFT_SECONDS, seconds));
}

/** The help is scrolled and closed by the keys that it tells of; forms take their keys themselves. */
const ACT_OVER_DIALOGS: readonly PageAction[] = [
  'help',
  'back',
  'up',
  'down',
  'pageUp',
  'pageDown',
  'first',
  'last',
  'home',
  'end',
];
