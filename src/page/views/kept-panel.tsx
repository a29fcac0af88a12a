import { useEffect, useState } from 'preact/hooks';
import { formatBytes } from '../../core/format-bytes.ts';
import type { KeptWalk } from '../../core/kept-walk.ts';
import type { PatientId } from '../../core/patient.ts';
import { formatClockTime, formatLocalDate, formatSpan } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../zone.ts';

/** A kept walk as the server lists it. */
type ListedWalk = KeptWalk & { readonly samples: number; readonly bytes: number };

/** The walks of a patient that are kept for ever, each with its report and samples. */
export function KeptPanel({
  patient,
  isPrivate,
  version,
}: {
  readonly patient: PatientId;
  readonly isPrivate: boolean;
  /** Another value asks for the list anew. */
  readonly version: string;
}) {
  const [walks, setWalks] = useState<readonly ListedWalk[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void fetch(`api/patients/${patient}/kept`)
      .then((response) => (response.ok ? response.json() : []))
      .catch(() => [])
      .then((read) => {
        if (isCurrent) setWalks(read);
      });
    return () => {
      isCurrent = false;
    };
  }, [patient, version]);
  const zone = zoneOffsetMinutes();
  const base = `api/patients/${patient}`;
  return (
    <section class="panel kept" aria-labelledby="kept-title">
      <h2 id="kept-title">Kept walks and reports</h2>
      <p>
        <a href={`${base}/report?zone=${zone}`} target="_blank" rel="noreferrer">
          report of the last five minutes
        </a>
      </p>
      <ul>
        {walks.toReversed().map(({ id, sinceSeconds, untilSeconds, note, samples, bytes }) => (
          <li key={id}>
            {formatLocalDate(sinceSeconds, zone)} {formatClockTime(sinceSeconds, zone)}{' '}
            <span class="quiet">
              {formatSpan(untilSeconds - sinceSeconds)}, {samples} samples, {formatBytes(bytes)}
            </span>{' '}
            {isPrivate ? '' : note}{' '}
            <a href={`${base}/kept/${id}/report?zone=${zone}`} target="_blank" rel="noreferrer">
              report <span class="hidden">of {id}</span>
            </a>{' '}
            <a href={`${base}/kept/${id}/samples?format=csv`} download={`${patient}-${id}.csv`}>
              CSV <span class="hidden">of {id}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
