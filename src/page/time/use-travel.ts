import { useEffect, useRef, useState } from 'preact/hooks';
import type { Sample } from '../../core/sample.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import type { Route } from '../route.ts';
import { advance, extendPast, goTo, needsMore, type Past, startPast, togglePlay } from './past.ts';
import { fetchSamples, fetchWalkSamples } from './retained.ts';
import type { OpenedWalk, Travel } from './travel.ts';

/** So much is read at once on each side of an instant. */
const PAGE_SECONDS = 900;
/** Between two readings. */
const PAUSE_MS = 1000;
/** The address follows the instant when it has stood for so long. */
const ADDRESS_MS = 400;

/** Shows instants of the past: of what is retained, or of a kept walk. */
export function useTravel(
  route: Route,
  snapshot: TimedSnapshot | null,
  nowMs: number,
  go: (route: Route, isReplaced?: boolean) => void,
  tell: (message: string) => void,
): Travel {
  const [past, setPast] = useState<Past | null>(null);
  const [walk, setWalk] = useState<OpenedWalk | null>(null);
  const readAtMs = useRef(Number.NEGATIVE_INFINITY);
  const patient = route.view === 'patient' || route.view === 'walk' ? route.patient : null;
  const walkId = route.view === 'walk' ? route.id : null;
  const askedSeconds = route.view === 'patient' || route.view === 'walk' ? route.atSeconds : null;

  useEffect(() => {
    setPast(null);
    setWalk(null);
    if (patient === null) return;
    let isCurrent = true;
    const open = async () => {
      if (walkId !== null) {
        const [read, samples] = await Promise.all([
          fetch(`api/patients/${patient}/kept/${walkId}`)
            .then((response) => (response.ok ? response.json() : null))
            .catch(() => null),
          fetchWalkSamples(patient, walkId),
        ]);
        if (!isCurrent) return;
        const [first, last] = [samples?.[0], samples?.at(-1)];
        if (read === null || !samples || !first || !last) return tell('this walk cannot be had');
        setWalk(read);
        const started = startPast(samples, first.atSeconds, [first.atSeconds, last.atSeconds]);
        setPast(askedSeconds === null ? togglePlay(started, nowMs) : goTo(started, askedSeconds));
      } else if (askedSeconds !== null) {
        const samples = await fetchSamples({
          patient,
          sinceSeconds: askedSeconds - PAGE_SECONDS,
          untilSeconds: askedSeconds + PAGE_SECONDS,
        });
        if (!isCurrent) return;
        const [first, last] = [samples?.[0], samples?.at(-1)];
        if (!samples || !first || !last) return tell('nothing is retained of that time: this is now');
        const limits = [first.atSeconds, last.atSeconds] as const;
        setPast(goTo(startPast(samples, askedSeconds, limits), askedSeconds));
      }
    };
    void open();
    return () => {
      isCurrent = false;
    };
  }, [patient, walkId]);

  // What is shown of the past goes on to be stored meanwhile, and more of it can be looked at.
  useEffect(() => {
    if (walkId !== null || snapshot === null || snapshot.patient !== patient) return;
    const oldest = snapshot.oldestAtSeconds;
    setPast((before) => {
      if (before === null) return null;
      const extended = extendPast(before, snapshot.samples);
      const first = extended.samples[0]?.atSeconds ?? Number.POSITIVE_INFINITY;
      return oldest === null
        ? extended
        : { ...extended, limits: [Math.min(oldest, first), extended.limits[1]] };
    });
  }, [snapshot, patient, walkId]);

  // What keys changed meanwhile is not to be undone: each change is one of the newest state.
  useEffect(() => {
    setPast((before) => {
      if (before?.play == null) return before;
      return advance(before, nowMs) ?? (walkId === null ? null : goTo(before, before.limits[1]));
    });
  }, [nowMs]);

  useEffect(() => {
    if (past === null || patient === null || walkId !== null || !needsMore(past)) return;
    if (nowMs - readAtMs.current < PAUSE_MS) return;
    readAtMs.current = nowMs;
    const [sinceSeconds, untilSeconds] = [past.atSeconds - PAGE_SECONDS, past.atSeconds + PAGE_SECONDS];
    void fetchSamples({ patient, sinceSeconds, untilSeconds }).then((read) => {
      setPast((before) => before && replaceSamples(before, read ?? [], sinceSeconds, untilSeconds));
    });
  }, [past?.atSeconds, past?.samples, past !== null && Math.floor(nowMs / PAUSE_MS)]);

  const wasPast = useRef(false);
  useEffect(() => {
    if (wasPast.current && past === null && route.view === 'patient' && route.atSeconds !== null)
      go({ ...route, atSeconds: null }, true);
    wasPast.current = past !== null;
  }, [past]);

  const halted = past === null || past.play !== null ? null : past.atSeconds;
  useEffect(() => {
    if (halted === null || (route.view !== 'patient' && route.view !== 'walk')) return;
    const timer = setTimeout(() => go({ ...route, atSeconds: halted }, true), ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [halted]);

  return {
    past,
    walk,
    toNow: () => setPast(null),
    change: (next) => {
      if (patient === null) return;
      setPast((before) => {
        const begun = before ?? begin(snapshot);
        return begun && next(begun, before === null);
      });
    },
  };
}

/** Halts at the newest sample; null where there is none. */
function begin(snapshot: TimedSnapshot | null): Past | null {
  const newest = snapshot?.samples.at(-1);
  const first = snapshot?.samples[0];
  if (!snapshot || !newest || !first) return null;
  const oldest = Math.min(snapshot.oldestAtSeconds ?? first.atSeconds, first.atSeconds);
  return startPast(snapshot.samples, newest.atSeconds, [oldest, newest.atSeconds]);
}

/** Takes what was read around the instant; what is not there is no longer retained, so that it is not asked for again. */
function replaceSamples(
  past: Past,
  read: readonly Sample[],
  sinceSeconds: number,
  untilSeconds: number,
): Past {
  const samples = read.filter(({ atSeconds }) => atSeconds <= past.meanwhile.countedToSeconds);
  const [first, last] = [samples[0], samples.at(-1)];
  const [oldest, newest] = past.limits;
  if (!first || !last)
    return {
      ...past,
      limits: [past.samples[0]?.atSeconds ?? oldest, past.samples.at(-1)?.atSeconds ?? newest],
    };
  return {
    ...past,
    samples,
    limits: [
      sinceSeconds <= oldest ? Math.max(oldest, first.atSeconds) : oldest,
      untilSeconds >= newest ? Math.max(last.atSeconds, past.atSeconds) : newest,
    ],
  };
}
