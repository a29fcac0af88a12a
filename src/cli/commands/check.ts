import { type CheckLimits, type CheckResult, checkPatient } from '../../core/check/check-patient.ts';
import type { PatientId } from '../../core/patient.ts';
import { makeJunitReport } from '../../export/junit-report.ts';
import type { Settings } from '../../settings/registry.ts';
import type { StoreReader } from '../../store/store.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { listPatients } from '../followed-patients.ts';
import { openRedis } from '../open-redis.ts';

/** Asserts what the store holds of the patients: a line a check, or JUnit XML. */
export async function runCheck(settings: Settings): Promise<number> {
  const limits: CheckLimits = {
    maxAgeMs: settings['check.maxAge'],
    maxGapMs: settings['check.maxGap'],
    minSamples: settings['check.minSamples'],
    maxAnomalies: settings['check.maxAnomalies'],
  };
  if (Object.values(limits).every((limit) => limit === null)) {
    throw new CommandFailure(
      EXIT.wrongUsage,
      'check needs something to check: --max-age, --max-gap, --min-samples or --max-anomalies',
    );
  }
  const store = openRedis(settings);
  try {
    const patients = await listPatients(settings, store);
    if (patients.length === 0) {
      throw new CommandFailure(EXIT.failed, 'no patient to check: none is named, and the store holds none');
    }
    const results = await checkAll(store, patients, limits);
    const told = results.filter(({ outcome }) => !settings['log.quiet'] || outcome !== 'passed');
    const lines = settings['check.junit'] ? [makeJunitReport(results)] : told.map(lineOf);
    for (const line of lines) process.stdout.write(`${line}\n`);
    return exitCodeOf(results);
  } finally {
    await store.close();
  }
}

async function checkAll(
  store: StoreReader,
  patients: readonly PatientId[],
  limits: CheckLimits,
): Promise<CheckResult[]> {
  const { maxAgeMs: _, ...others } = limits;
  const needsAll = Object.values(others).some((limit) => limit !== null);
  const results: CheckResult[] = [];
  for (const patient of patients) {
    const reading = await store.read(patient, needsAll ? Number.MAX_SAFE_INTEGER : 1);
    results.push(...checkPatient(reading, limits));
  }
  return results;
}

function lineOf({ patient, name, outcome, message }: CheckResult): string {
  return `${outcome.padEnd('unknown'.length)}  patient ${patient}  ${name}: ${message}`;
}

/** What failed is certain, whatever else cannot be known. */
function exitCodeOf(results: readonly CheckResult[]): number {
  if (results.some(({ outcome }) => outcome === 'failed')) return EXIT.failed;
  return results.some(({ outcome }) => outcome === 'unknown') ? EXIT.unavailable : EXIT.done;
}
