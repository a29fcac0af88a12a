import { diagnoseApi } from '../../core/diagnosis/diagnose-api.ts';
import { diagnoseCacher } from '../../core/diagnosis/diagnose-cacher.ts';
import { diagnoseNode, diagnoseTerminal } from '../../core/diagnosis/diagnose-host.ts';
import { diagnoseLeases } from '../../core/diagnosis/diagnose-leases.ts';
import { diagnosePatients } from '../../core/diagnosis/diagnose-patients.ts';
import { diagnoseRedis } from '../../core/diagnosis/diagnose-redis.ts';
import { type Finding, findWorstStatus, ok, warn } from '../../core/diagnosis/finding.ts';
import type { SourceKind } from '../../settings/resolve-settings.ts';
import { inspectRedis } from '../../store/redis/inspection.ts';
import type { RedisTarget } from '../../store/redis/target.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { MIN_SIZE } from '../../tui/model/layout.ts';
import { detectCapabilities } from '../../tui/terminal-capabilities.ts';
import { advisePace } from '../compose-cacher.ts';
import { EXIT } from '../exit-code.ts';
import { inspectApi } from '../inspect-api.ts';
import { inspectCacher } from '../inspect-cacher.ts';
import { inspectLeases } from '../inspect-leases.ts';
import { inspectPatients } from '../inspect-patients.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis, resolveKeyNaming, resolveRedisTarget } from '../open-redis.ts';

const NAME_WIDTH = 'redis persistence'.length;

/** `footwatch doctor`: prints what is right and what is wrong, a line each as soon as it is known; exit code 1 when anything fails. */
export async function runDoctor(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const warnings = [...loaded.warnings];
  const target = resolveRedisTarget(loaded, (warning) => warnings.push(warning));
  const api = inspectApi(loaded).then(diagnoseApi);
  const redis = inspectStore(loaded, target).then(diagnoseRedis);
  const stored = inspectPatientsAndLeases(loaded, target);
  const cacher = inspectCacher(settings).then((facts) =>
    facts === null ? [] : diagnoseCacher(facts, advisePace(settings)),
  );
  const findings: Finding[] = [];
  const add = (found: readonly Finding[]) => {
    findings.push(...found);
    if (settings['watch.json']) return;
    for (const finding of found) {
      if (!settings['log.quiet'] || finding.status !== 'ok') process.stdout.write(`${formatLine(finding)}\n`);
    }
  };
  add([diagnoseNode(process.versions.node), inspectTerminal(), ...describeConfiguration(loaded, warnings)]);
  add(await api);
  add(await redis);
  add(await stored);
  add(await cacher);
  const status = findWorstStatus(findings);
  if (settings['watch.json']) process.stdout.write(`${JSON.stringify({ status, findings })}\n`);
  return status === 'fail' ? EXIT.failed : EXIT.done;
}

function inspectTerminal(): Finding {
  const { isTTY, columns, rows } = process.stdout;
  return diagnoseTerminal({
    ...detectCapabilities(process.env),
    size: isTTY ? { columns, rows } : null,
    minSize: MIN_SIZE,
    term: process.env.TERM ?? '',
    noColor: (process.env.NO_COLOR ?? '') !== '',
  });
}

/** Counts the settings by source. Wrong ones have failed earlier, while they were loaded. */
function describeConfiguration({ origins, file }: LoadedSettings, warnings: readonly string[]): Finding[] {
  const count = (source: SourceKind) => Object.values(origins).filter(({ kind }) => kind === source).length;
  const parts = [
    file === null ? 'no file' : `${file} sets ${count('file')}`,
    `environment ${count('environment')}`,
    `flags ${count('flag')}`,
  ];
  const remarks = warnings.map((warning) => warn('configuration', warning, 'see footwatch config show'));
  return [ok('configuration', parts.join(', ')), ...remarks];
}

async function inspectStore(loaded: LoadedSettings, target: RedisTarget) {
  try {
    return await inspectRedis(target, resolveKeyNaming(loaded), () => Date.now());
  } catch (error) {
    if (error instanceof StoreUnavailable) return { unavailable: error.message };
    throw error;
  }
}

/** Diagnoses what the store knows of the configured patients. */
async function inspectPatientsAndLeases(loaded: LoadedSettings, target: RedisTarget): Promise<Finding[]> {
  const store = openRedis(loaded, target);
  try {
    const patients = await inspectPatients(loaded, store);
    return [...diagnosePatients(patients), ...diagnoseLeases(await inspectLeases(loaded, store))];
  } finally {
    await store.close();
  }
}

function formatLine({ status, name, message, advice }: Finding): string {
  return `${status.padEnd(4)}  ${name.padEnd(NAME_WIDTH)}  ${message}${advice === null ? '' : `: ${advice}`}`;
}
