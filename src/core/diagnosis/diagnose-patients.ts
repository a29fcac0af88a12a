import { pollIntervalMs } from '../freshness.ts';
import type { Health, PatientId } from '../patient.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What the store knows of how a patient is polled. */
export interface PatientFacts {
  readonly patient: PatientId;
  /** Null when no cacher has ever written one. */
  readonly health: Health | null;
  /** Age of the health record by the store's clock; null without one. */
  readonly ageSeconds: number | null;
}

const NAME = 'patients';
/** A health record is written each second: one so old, or missed by so many polls, has nobody who writes it. */
const MIN_LIMIT_SECONDS = 15;
const MAX_MISSED_INTERVALS = 5;
/** Up to so many patients are told one by one. */
const MAX_TOLD_EACH = 12;
const MAX_RANGES = 8;

/** Diagnoses how old the health records of patients are: a line for those of each condition, however many they are. */
export function diagnosePatients(facts: readonly PatientFacts[]): Finding[] {
  const [unseen, old, failing, polled] = [[], [], [], []] as PatientFacts[][];
  for (const each of facts) {
    if (each.health === null || each.ageSeconds === null) unseen?.push(each);
    else if (Math.abs(each.ageSeconds) > limitSeconds(each.health)) old?.push(each);
    else if (each.health.state === 'down') failing?.push(each);
    else polled?.push(each);
  }
  return [
    ...tell(polled, (list) => ok(NAME, `health record of ${list}`)),
    ...tell(failing, (list, [first]) =>
      warn(NAME, `polls fail: ${list}`, `the API says: ${first?.health?.lastError ?? 'nothing'}`),
    ),
    ...tell(old, (list) =>
      fail(NAME, `nobody polls: health record of ${list}`, 'see whether their cacher runs, and its log'),
    ),
    ...tell(unseen, (list) =>
      warn(NAME, `never polled: ${list}`, 'start the cacher, or see whether patients names the right ones'),
    ),
  ];
}

function limitSeconds(health: Health): number {
  return Math.max(MIN_LIMIT_SECONDS, (MAX_MISSED_INTERVALS * pollIntervalMs(health)) / 1000);
}

function tell(
  group: readonly PatientFacts[] | undefined,
  describe: (list: string, group: readonly PatientFacts[]) => Finding,
): Finding[] {
  if (group === undefined || group.length === 0) return [];
  if (group.length <= MAX_TOLD_EACH) {
    const told = group.map(({ patient, ageSeconds }) =>
      ageSeconds === null ? `${patient}` : `${patient} ${formatAge(ageSeconds)}`,
    );
    return [describe(told.join(', '), group)];
  }
  const ages = group.flatMap(({ ageSeconds }) => ageSeconds ?? []);
  const span =
    ages.length === 0 ? '' : `, ${formatAge(Math.min(...ages))} to ${formatAge(Math.max(...ages))}`;
  return [
    describe(`${group.length} patients (${formatRanges(group.map(({ patient }) => patient))})${span}`, group),
  ];
}

function formatAge(seconds: number): string {
  if (seconds < 0) return `${formatAge(-seconds)} ahead`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Patients in ascending order as `1-40, 50`, the first ranges of many. */
function formatRanges(patients: readonly PatientId[]): string {
  const ranges: { from: PatientId; to: PatientId }[] = [];
  for (const patient of patients) {
    const last = ranges.at(-1);
    if (last && patient === last.to + 1) last.to = patient;
    else ranges.push({ from: patient, to: patient });
  }
  const shown = ranges
    .slice(0, MAX_RANGES)
    .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return shown.join(', ') + (ranges.length > MAX_RANGES ? ', …' : '');
}
