import { useEffect, useState } from 'preact/hooks';
import { formatBytes } from '../../core/format-bytes.ts';
import type { KeptWalk } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import { formatClockTime, formatLocalDate, formatSpan } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { Route } from '../route.ts';
import { writeName } from '../words.ts';
import { RouteLink } from './route-link.tsx';

/** A kept walk as the server lists it. */
type ListedWalk = KeptWalk & { readonly samples: number; readonly bytes: number };

/** Walks that are kept for ever, the newest first, each to be played, with its report and its samples. */
export function KeptView({
  patient,
  isPrivate,
  version,
  go,
}: {
  /** Null for the walks of all. */
  readonly patient: PatientId | null;
  readonly isPrivate: boolean;
  /** Another value asks for the list anew. */
  readonly version: string;
  readonly go: (route: Route) => void;
}) {
  const walks = useWalks(patient, version);
  if (walks === null) return <p class="notice">Reading …</p>;
  if (walks === 'failed') return <p class="notice">The kept walks cannot be had.</p>;
  if (walks.length === 0) return <p class="notice">None yet: K keeps the last two minutes of a patient.</p>;
  const bytes = walks.reduce((sum, walk) => sum + walk.bytes, 0);
  return (
    <>
      <p class="quiet">
        {walks.length} kept, {formatBytes(bytes)}
      </p>
      <table class="list kept-list">
        <thead>
          <tr>
            <th scope="col">began</th>
            {patient === null && <th scope="col">patient</th>}
            <th scope="col" class="number">
              lasted
            </th>
            <th scope="col" class="number wide">
              samples
            </th>
            <th scope="col" class="number wide">
              size
            </th>
            <th scope="col">note</th>
            <th scope="col">open</th>
          </tr>
        </thead>
        <tbody>
          {walks.map((walk) => (
            <WalkRow
              key={`${walk.patient}-${walk.id}`}
              walk={walk}
              isOfAll={patient === null}
              isPrivate={isPrivate}
              go={go}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

function WalkRow({
  walk,
  isOfAll,
  isPrivate,
  go,
}: {
  readonly walk: ListedWalk;
  readonly isOfAll: boolean;
  readonly isPrivate: boolean;
  readonly go: (route: Route) => void;
}) {
  const { patient, id, sinceSeconds, untilSeconds, samples, bytes, profile } = walk;
  const zone = zoneOffsetMinutes();
  const base = `api/patients/${patient}/kept/${id}`;
  return (
    <tr>
      <th scope="row">
        <RouteLink to={{ view: 'walk', patient, id, atSeconds: null }} go={go} isRow>
          <span aria-hidden="true">▷</span> {formatLocalDate(sinceSeconds, zone)}{' '}
          {formatClockTime(sinceSeconds, zone)}
        </RouteLink>
      </th>
      {isOfAll && (
        <td>
          <span class="id">{patient}</span> <bdi>{writeName(profile, isPrivate)}</bdi>
        </td>
      )}
      <td class="number">{formatSpan(untilSeconds - sinceSeconds)}</td>
      <td class="number wide">{samples}</td>
      <td class="number wide quiet">{formatBytes(bytes)}</td>
      <td class="note">{isPrivate ? '' : writeNote(walk)}</td>
      <td>
        <a href={`${base}/report?zone=${zone}`} target="_blank" rel="noreferrer">
          report<span class="hidden"> of {id}</span>
        </a>{' '}
        <a href={`${base}/samples?format=csv`} download={`${patient}-${id}.csv`}>
          CSV<span class="hidden"> of {id}</span>
        </a>
      </td>
    </tr>
  );
}

function writeNote({ note, marks }: ListedWalk): string {
  const words = marks.map(({ word }) => word).filter((word) => word !== '');
  const counted = marks.length === 0 ? '' : `${marks.length} ${marks.length === 1 ? 'mark' : 'marks'}`;
  return [note ?? '', words.length > 0 ? words.join(', ') : counted]
    .filter((part) => part !== '')
    .join(' · ');
}

function useWalks(patient: PatientId | null, version: string): readonly ListedWalk[] | 'failed' | null {
  const [walks, setWalks] = useState<readonly ListedWalk[] | 'failed' | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void fetch(patient === null ? 'api/kept' : `api/patients/${patient}/kept`)
      .then((response) => (response.ok ? response.json() : 'failed'))
      .catch(() => 'failed')
      .then((read: readonly ListedWalk[] | 'failed') => {
        if (!isCurrent) return;
        setWalks(
          read === 'failed' ? read : read.toSorted((a, b) => (a.id < b.id ? 1 : -1) || a.patient - b.patient),
        );
      });
    return () => {
      isCurrent = false;
    };
  }, [patient, version]);
  return walks;
}
