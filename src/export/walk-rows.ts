import { formatInstant } from '../core/events/anomaly-events.ts';
import { formatBytes } from '../core/format-bytes.ts';
import { formatSpan } from '../core/time/clock-time.ts';
import type { StoredWalk } from '../store/kept-walks.ts';

const COLUMNS = [
  ['patient', 7],
  ['id', 15],
  ['since', 24],
  ['lasted', 6],
  ['samples', 7],
  ['size', 9],
  ['marks', 5],
  ['note', 0],
] as const;

/** Writes kept walks as a table, a line each, with a line of headings. */
export function formatWalkTable(walks: readonly StoredWalk[]): string[] {
  return [formatLine(COLUMNS.map(([name]) => name)), ...walks.map(formatWalk)];
}

/** A kept walk as scripts read it: instants as ISO times. */
export function walkToJson({ patient, id, sinceSeconds, untilSeconds, marks, ...walk }: StoredWalk) {
  return {
    patient,
    id,
    since: formatInstant(sinceSeconds),
    until: formatInstant(untilSeconds),
    durationSeconds: Math.round((untilSeconds - sinceSeconds) * 1000) / 1000,
    samples: walk.samples,
    bytes: walk.bytes,
    note: walk.note,
    marks: marks.map(({ atSeconds, word }) => ({ at: formatInstant(atSeconds), word })),
    insole: walk.insole,
    profile: walk.profile,
  };
}

function formatWalk({
  patient,
  id,
  sinceSeconds,
  untilSeconds,
  samples,
  bytes,
  marks,
  note,
}: StoredWalk): string {
  const lasted = formatSpan(untilSeconds - sinceSeconds);
  const cells = [patient, id, formatInstant(sinceSeconds), lasted, samples, formatBytes(bytes), marks.length];
  return formatLine([...cells.map(String), note ?? '']);
}

function formatLine(cells: readonly string[]): string {
  return COLUMNS.map(([, width], index) => (cells[index] ?? '').padEnd(width))
    .join('  ')
    .trimEnd();
}
