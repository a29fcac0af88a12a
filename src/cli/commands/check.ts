import { type CheckLimits, type CheckResult, checkPatient } from '../../core/check/check-patient.ts';
import type { Insole } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import type { PatientSnapshot } from '../../core/patient-snapshot.ts';
import { judgeSamples } from '../../core/rules/judge-samples.ts';
import type { Sample } from '../../core/sample.ts';
import { makeJunitReport } from '../../export/junit-report.ts';
import type { Settings } from '../../settings/registry.ts';
import type { Store, StoreReader } from '../../store/store.ts';
import { readPairs } from '../../store/stored-entry.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { findKeptWalk } from '../find-kept-walk.ts';
import { listPatients } from '../followed-patients.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { refuseSetting } from '../refuse-setting.ts';

/** `footwatch check`: checks what is stored of each patient, and prints a line a check or JUnit XML. */
export async function runCheck(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
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
  const store = openRedis(loaded);
  try {
    const results = await (settings['keep.kept'] === null
      ? checkAll(store, await choosePatients(settings, store), limits)
      : checkKept(loaded, store, settings['keep.kept'], limits));
    const told = results.filter(({ outcome }) => !settings['log.quiet'] || outcome !== 'passed');
    const lines = settings['check.junit'] ? [makeJunitReport(results)] : told.map(formatLine);
    for (const line of lines) process.stdout.write(`${line}\n`);
    return getExitCode(results);
  } finally {
    await store.close();
  }
}

async function choosePatients(settings: Settings, store: StoreReader): Promise<readonly PatientId[]> {
  const patients = await listPatients(settings, store);
  if (patients.length > 0) return patients;
  throw new CommandFailure(EXIT.failed, 'no patient to check: none is named, and the store has none');
}

/** Checks a kept walk, which grows older without being worse. */
async function checkKept(
  { settings, origins }: LoadedSettings,
  store: Store,
  id: string,
  limits: CheckLimits,
): Promise<CheckResult[]> {
  if (limits.maxAgeMs !== null)
    throw refuseSetting(origins['check.maxAge'], `cannot be used with ${origins['keep.kept'].place}`);
  const walk = await findKeptWalk(store, id, settings['watch.patient']);
  const { patient, untilSeconds } = walk;
  const timeline = { current: await store.keptInsole(walk), before: [] };
  const samples: Sample[] = [];
  for await (const page of store.keptPages(patient, id)) samples.push(...readPairs(page, timeline).samples);
  const insole = timeline.current;
  const facts = { patient, insole, known: true, nowSeconds: untilSeconds, samples, health: null };
  return checkPatient(judgeFacts(facts, limits), limits);
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
    results.push(...checkPatient(judgeFacts(reading, limits), limits));
  }
  return results;
}

/** Lets the rules judge samples whose anomalies are counted: whoever stored them may not have. */
function judgeFacts<Facts extends Pick<PatientSnapshot, 'samples'>>(
  facts: Facts & { readonly insole?: Insole },
  { maxAnomalies }: CheckLimits,
): Facts {
  return maxAnomalies === null ? facts : { ...facts, samples: judgeSamples(facts.samples, facts.insole) };
}

function formatLine({ patient, name, outcome, message }: CheckResult): string {
  return `${outcome.padEnd('unknown'.length)}  patient ${patient}  ${name}: ${message}`;
}

/** A failure counts more than what cannot be known. */
function getExitCode(results: readonly CheckResult[]): number {
  if (results.some(({ outcome }) => outcome === 'failed')) return EXIT.failed;
  return results.some(({ outcome }) => outcome === 'unknown') ? EXIT.unavailable : EXIT.done;
}
