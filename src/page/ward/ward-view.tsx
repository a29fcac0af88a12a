import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { describeReason } from '../../core/gait/reason-words.ts';
import type { PatientId } from '../../core/patient.ts';
import { formatClockTime, formatSpan } from '../../core/time/clock-time.ts';
import { resolveWardSort } from '../../core/ward-order.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { LiveState } from '../live/live-state.ts';
import type { Route, WardRoute } from '../route.ts';
import { ActionButton } from '../views/action-button.tsx';
import { RouteLink } from '../views/route-link.tsx';
import { moveRow } from '../views/rows.ts';
import { describeState, writeName } from '../words.ts';
import type { SeenAnomalies } from './new-anomalies.ts';
import { type AssessedRow, orderRows } from './order-rows.ts';
import { Sparkline } from './sparkline.tsx';
import { useTraced } from './use-traced.ts';

const COUNTED: readonly PatientStatus['state'][] = ['down', 'stale', 'live', 'unknown', 'unread'];

/** All patients, a row each, those who need attention first. */
export function WardView({
  route,
  state,
  seen,
  isPrivate,
  nowSeconds,
  isHeard,
  onTraced,
  act,
  go,
}: {
  readonly route: WardRoute;
  readonly state: LiveState;
  readonly seen: SeenAnomalies;
  readonly isPrivate: boolean;
  readonly nowSeconds: number | null;
  readonly isHeard: boolean;
  /** Told whose rows need traces; null where the server may choose. */
  readonly onTraced: (traced: readonly PatientId[] | null) => void;
  readonly act: (action: PageAction) => void;
  readonly go: (route: Route, isReplaced?: boolean) => void;
}) {
  const { filter, sort } = route;
  const find = (words: string) => go({ ...route, filter: words }, true);
  const { patients, rows } = state;
  const { all, found } = useMemo(
    () => orderRows({ patients: patients ?? [], rows, seen, nowSeconds, isHeard, sort, filter, isPrivate }),
    [patients, rows, seen, nowSeconds, isHeard, sort, filter, isPrivate],
  );
  useKeptFocus();
  const order = useMemo(() => found.map(({ patient }) => patient), [found]);
  useTraced(order, all.length, onTraced);
  return (
    <main class="ward">
      <header class="head">
        <h1>Ward</h1>
        <p class="counts">
          {COUNTED.map((each) => {
            const count = all.filter((row) => row.state === each).length;
            const { sign, word } = describeState(each);
            return (
              count > 0 && (
                <span key={each} class={`state ${each}`}>
                  <span aria-hidden="true">{sign}</span> <b>{count}</b> {word}
                </span>
              )
            );
          })}
        </p>
        <label class="find">
          <span class="quiet">
            <kbd class="hint">/</kbd> find
          </span>{' '}
          <input
            type="search"
            aria-label="Find"
            value={filter}
            placeholder={isPrivate ? 'number' : 'name or number'}
            onInput={(event) => find(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                find('');
                event.currentTarget.blur();
              } else if (event.key === 'Enter' || event.key === 'ArrowDown')
                moveRow(Number.NEGATIVE_INFINITY);
              else return;
              event.preventDefault();
            }}
          />
        </label>
        <ActionButton action="sort" act={act} words={`by ${resolveWardSort(sort, isPrivate)}`} />
        <time class="clock">
          {nowSeconds === null ? '–' : formatClockTime(nowSeconds, zoneOffsetMinutes())}
        </time>
      </header>
      {patients === null ? (
        <p class="notice">Connecting to the store …</p>
      ) : patients.length === 0 ? (
        <div class="notice">
          <p>Nothing stored yet.</p>
          <p class="quiet">
            Is the cacher running? <code>footwatch cacher --base-url http://HOST:PORT/</code>
          </p>
        </div>
      ) : found.length === 0 ? (
        <p class="notice">
          {isPrivate ? 'Names are hidden: find by number.' : `Nobody is called “${filter}”.`} Esc shows all.
        </p>
      ) : (
        <table class="list ward-list" style={{ '--rows': found.length }}>
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
                steps/min
              </th>
              <th scope="col" class="number">
                load L | R %
              </th>
              <th scope="col" class="number">
                new anomalies
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((each) => (
              <Row key={each.patient} each={each} isPrivate={isPrivate} go={go} />
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}

function Row({
  each: { patient, row, state, ageSeconds, anomalies },
  isPrivate,
  go,
}: {
  readonly each: AssessedRow;
  readonly isPrivate: boolean;
  readonly go: (route: Route) => void;
}) {
  const { sign, word } = describeState(state);
  const isLive = state === 'live';
  const gait = isLive ? (row?.gait ?? null) : null;
  const needsAttention = state === 'down' || state === 'stale' || anomalies.mark === '!';
  const health = row?.health ?? null;
  return (
    <tr class={`${state}${needsAttention ? ' attention' : ''}`}>
      <th scope="row">
        <RouteLink to={{ view: 'patient', patient, atSeconds: null }} go={go} isRow>
          <span class="id">{patient}</span> <bdi>{writeName(row?.profile ?? null, isPrivate)}</bdi>
        </RouteLink>
      </th>
      <td class={`state ${state}`}>
        <span aria-hidden="true">{sign}</span> {isLive ? describeGait(gait) : word}
        {state === 'down' && health?.lastError && <span class="why"> {health.lastError}</span>}
      </td>
      <td class="number age">{writeAge(ageSeconds, isLive)}</td>
      <td class="trace-cell">{row?.trace && <Sparkline values={row.trace.left} side="left" />}</td>
      <td class="trace-cell">{row?.trace && <Sparkline values={row.trace.right} side="right" />}</td>
      <td class="number vital">{gait?.cadence == null ? '–' : Math.round(gait.cadence)}</td>
      <td class="number load-cell">{writeLoad(gait?.load ?? null)}</td>
      <td class={`number ${anomalies.mark === '!' ? 'flagged' : anomalies.count === 0 ? 'quiet' : ''}`}>
        {anomalies.mark} +{anomalies.count}
      </td>
    </tr>
  );
}

function describeGait(gait: NonNullable<AssessedRow['row']>['gait']): string {
  if (gait === null) return 'live';
  return gait.state === 'unknown' ? (describeReason(gait.reason).brief ?? 'live') : gait.state;
}

/** The age of the newest sample. A live patient's tenths of a second would only flicker. */
function writeAge(ageSeconds: number | null, isLive: boolean): string {
  if (ageSeconds === null) return '–';
  return isLive && ageSeconds < 1 ? 'now' : formatSpan(Math.floor(Math.max(0, ageSeconds))).replace('.0', '');
}

function writeLoad(load: { readonly left: number; readonly right: number } | null): string {
  if (load === null) return '–';
  const left = Math.round(load.left * 100);
  return `${left} | ${100 - left}`;
}

/** A row that is moved takes the focus along, which browsers take away from what is moved. */
function useKeptFocus(): void {
  const focused = useRef<string | null>(null);
  useLayoutEffect(() => {
    const take = ({ target }: FocusEvent) => {
      focused.current = target instanceof HTMLAnchorElement ? target.getAttribute('href') : null;
    };
    const drop = () => {
      focused.current = null;
    };
    document.addEventListener('focusin', take);
    document.addEventListener('pointerdown', drop);
    return () => {
      document.removeEventListener('focusin', take);
      document.removeEventListener('pointerdown', drop);
    };
  }, []);
  useLayoutEffect(() => {
    if (focused.current === null || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>(`[data-row][href="${CSS.escape(focused.current)}"]`)?.focus();
  });
}
