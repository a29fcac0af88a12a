import { useMemo, useState } from 'preact/hooks';
import { assessFreshness } from '../../core/freshness.ts';
import { describeReason } from '../../core/gait/reason-words.ts';
import { stripDiacritics } from '../../core/strip-diacritics.ts';
import { formatAge, formatClockTime } from '../../core/time/clock-time.ts';
import type { LiveState } from '../live/live-state.ts';
import type { WardRow } from '../live/messages.ts';
import { formatRoute, type Route } from '../route.ts';
import { describeState, writeName } from '../words.ts';
import { zoneOffsetMinutes } from '../zone.ts';
import { Sparkline } from './sparkline.tsx';

/** What the views share. */
export interface SharedProps {
  /** The store's clock now, Unix seconds; null before anything came. */
  readonly nowSeconds: number | null;
  readonly isPrivate: boolean;
  readonly go: (route: Route) => void;
}

const URGENCY = ['down', 'stale', 'unknown', 'live'] as const;

/** All patients, a row each, those who need attention first. */
export function WardView({
  state,
  nowSeconds,
  isPrivate,
  isHeard,
  go,
}: SharedProps & { readonly state: LiveState; readonly isHeard: boolean }) {
  const [wanted, setWanted] = useState('');
  const rows = useMemo(() => {
    const all = [...state.rows.values()]
      .filter((row) => state.patients?.includes(row.patient))
      .map((row) => assess(row, nowSeconds, isHeard));
    const found = all.filter(({ row }) => matches(row, wanted, isPrivate));
    return found.sort(
      (a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) || a.row.patient - b.row.patient,
    );
  }, [state, nowSeconds, isHeard, wanted, isPrivate]);
  const counts = URGENCY.flatMap((each) => {
    const count = rows.filter((row) => row.state === each).length;
    return count === 0 ? [] : [`${describeState(each).sign} ${count} ${describeState(each).word}`];
  });
  return (
    <main class="ward">
      <header class="head">
        <h1>Ward</h1>
        <p>{counts.join('   ')}</p>
        <label class="find">
          Find{' '}
          <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
        </label>
        <time class="clock">
          {nowSeconds === null ? '–' : formatClockTime(nowSeconds, zoneOffsetMinutes())}
        </time>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">patient</th>
            <th scope="col">state</th>
            <th scope="col" class="number">
              age
            </th>
            <th scope="col">left</th>
            <th scope="col">right</th>
            <th scope="col" class="number">
              cadence
            </th>
            <th scope="col" class="number">
              load L | R
            </th>
            <th scope="col" class="number">
              anomalies
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <Row key={each.row.patient} {...each} isPrivate={isPrivate} go={go} />
          ))}
        </tbody>
      </table>
      {state.patients?.length === 0 && <p>The store has no patient yet.</p>}
    </main>
  );
}

interface Assessed {
  readonly row: WardRow;
  readonly state: (typeof URGENCY)[number];
  readonly ageSeconds: number | null;
}

function assess(row: WardRow, nowSeconds: number | null, isHeard: boolean): Assessed {
  const { state, ageSeconds } = assessFreshness({ ...row, nowSeconds: nowSeconds ?? 0 });
  return { row, state: state === 'live' && !isHeard ? 'stale' : state, ageSeconds };
}

function matches({ patient, profile }: WardRow, wanted: string, isPrivate: boolean): boolean {
  const name = isPrivate ? '' : stripDiacritics(writeName(profile, false)).toLowerCase();
  const words = stripDiacritics(wanted)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.every((word) => String(patient).startsWith(word) || name.includes(word));
}

function Row({ row, state, ageSeconds, isPrivate, go }: Assessed & Pick<SharedProps, 'isPrivate' | 'go'>) {
  const { patient, profile, gait, trace, anomaliesStored, newestAnomaly } = row;
  const { sign, word } = describeState(state);
  const route: Route = { view: 'patient', patient, atSeconds: null };
  const isLive = state === 'live';
  const figures = isLive ? gait : null;
  return (
    <tr class={state}>
      <th scope="row">
        <a
          href={formatRoute(route)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            go(route);
          }}
        >
          <span class="id">{patient}</span> <bdi>{writeName(profile, isPrivate)}</bdi>
        </a>
      </th>
      <td class="state">
        <span aria-hidden="true">{sign}</span>{' '}
        {isLive && gait?.state !== 'unknown' ? (gait?.state ?? word) : word}
        {isLive && gait?.state === 'unknown' && (
          <span class="quiet"> {describeReason(gait.reason).brief ?? ''}</span>
        )}
      </td>
      <td class="number">{ageSeconds === null ? '–' : ageSeconds < 1 ? '' : formatAge(ageSeconds)}</td>
      <td>{trace && <Sparkline values={trace.left} side="left" />}</td>
      <td>{trace && <Sparkline values={trace.right} side="right" />}</td>
      <td class="number">{figures?.cadence == null ? '–' : Math.round(figures.cadence)}</td>
      <td class="number">
        {figures?.load
          ? `${Math.round(figures.load.left * 100)} | ${Math.round(figures.load.right * 100)}`
          : '–'}
      </td>
      <td class="number">{anomaliesStored === 0 ? '0' : `${newestAnomaly} ${anomaliesStored}`}</td>
    </tr>
  );
}
