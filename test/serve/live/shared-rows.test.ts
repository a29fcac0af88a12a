import { expect, test } from 'vitest';
import { SharedRows } from '../../../src/serve/live/shared-rows.ts';
import type { TimedSummary } from '../../../src/serve/live/timed-summary.ts';
import { ALBERT, AT, HEALTHY } from '../../store/fixtures.ts';

function summarize(patient: number, newestAtSeconds = AT): TimedSummary {
  return {
    patient,
    nowSeconds: AT,
    newestAtSeconds,
    anomaliesStored: 0,
    newestAnomaly: '',
    profile: ALBERT,
    health: HEALTHY,
    known: true,
    readAtMs: 0,
  };
}

function makeRows() {
  const summaries = new Map<number, TimedSummary>();
  let written = 0;
  const watched = (summary: TimedSummary) => ({
    ...summary,
    get anomaliesStored() {
      written++;
      return 0;
    },
  });
  const rows = new SharedRows({
    summaryOf: (patient) => summaries.get(patient) ?? null,
    snapshotOf: () => null,
  });
  return {
    rows,
    set: (summary: TimedSummary) => summaries.set(summary.patient, watched(summary)),
    countWritten: () => written,
  };
}
const patientsOf = (text: string) =>
  JSON.parse(`[${text}]`).map(({ patient }: { patient: number }) => patient);

test('a row is written once however many clients look, and sent to each once until it changes', () => {
  const { rows, set, countWritten } = makeRows();
  const patients = [1, 2, 3];
  set(summarize(1));
  set(summarize(2));
  const first = rows.listSince(patients, 0);
  expect(patientsOf(first.text)).toEqual([1, 2]);
  for (let client = 1; client < 50; client++) expect(rows.listSince(patients, 0)).toEqual(first);
  expect(countWritten()).toBe(2);
  expect(rows.listSince(patients, first.version)).toEqual({ version: first.version, text: '' });

  set(summarize(1));
  set(summarize(2, AT + 1));
  const second = rows.listSince(patients, first.version);
  expect(patientsOf(second.text)).toEqual([2]);
  expect(countWritten()).toBe(4);
  // Who comes now gets all, and who was away for long what changed since.
  set(summarize(3));
  expect(patientsOf(rows.listSince(patients, 0).text)).toEqual([1, 2, 3]);
  expect(patientsOf(rows.listSince(patients, first.version).text)).toEqual([2, 3]);
  expect(patientsOf(rows.listSince(patients, second.version).text)).toEqual([3]);
});

test('who is no patient of the ward any more has no row, and a new one as soon as it comes back', () => {
  const { rows, set } = makeRows();
  set(summarize(1));
  set(summarize(2));
  const { version } = rows.listSince([1, 2], 0);
  expect(rows.listSince([1], version).text).toBe('');
  expect(patientsOf(rows.listSince([1], 0).text)).toEqual([1]);
  expect(patientsOf(rows.listSince([1, 2], version).text)).toEqual([2]);
  rows.clear();
  expect(patientsOf(rows.listSince([1, 2], version).text)).toEqual([1, 2]);
});
