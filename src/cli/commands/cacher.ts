import { setFlagsFromString } from 'node:v8';
import type { Cacher } from '../../cacher/cacher.ts';
import { explainNotReady } from '../../cacher/explain-not-ready.ts';
import { OTHER_API_ADVICE, OTHER_API_MESSAGE } from '../../cacher/lease/standby.ts';
import { isLoopback, nameReachable } from '../../serve/access/reachable-names.ts';
import { composeCacher, selectPolledPatients } from '../compose-cacher.ts';
import { createLog } from '../create-log.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { loadInsoles } from '../load-insoles.ts';
import { type LoadedSettings, loadSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { openSource } from '../open-source.ts';
import { openPatientGauges, type PatientGauges } from '../patient-gauges.ts';
import { openRecording, recordWrites } from '../recording.ts';
import { RefusedLines } from '../refused-lines.ts';
import { reloadCacher } from '../reload-cacher.ts';
import { reportToServiceManager } from '../service-manager.ts';
import { getSignalExitCode, hasControllingTerminal, onSignals } from '../signals.ts';

// Until the first answers of the API and of Redis, all that a cacher allocates lasts. V8 would go on as if it did for ever: what it then
// puts among old objects, and all that those refer to, it finds again in full collections only.
setFlagsFromString('--no-allocation-site-pretenuring');

/** `footwatch cacher`: polls the API and stores the samples until a signal or a limit ends it, then prints a summary. */
export async function runCacher(loaded: LoadedSettings, { flags }: Invocation): Promise<number> {
  const { settings } = loaded;
  const insoles = await loadInsoles(loaded);
  const log = createLog(settings);
  let inForce = loaded;
  const refused = new RefusedLines(log);
  const source = openSource(
    loaded,
    insoles,
    log,
    () => inForce,
    (refusal) => {
      refused.note(refusal);
      metrics?.countRefusedLine(refusal.reason);
    },
  );
  const store = openRedis(loaded);
  // Opened before the first poll, so that an address that is taken ends the cacher at once.
  const gauges = openPatientGauges(() => inForce, insoles, log);
  const metrics = await openMetrics(loaded, gauges, () => cacher);
  const path = settings['output.record'];
  const recording = path === null ? null : await openRecording(path, (reason) => log.error({}, reason));
  const written = recording === null ? store : recordWrites(store, recording, insoles.of);
  const shard = () => inForce.settings['cacher.shard'];
  const cacher: Cacher = composeCacher({
    settings,
    shard,
    address: source.address,
    frames: source.frames,
    client: source.client,
    insoles,
    store: written,
    log,
    ...metrics,
  });
  source.start(cacher);
  const patients = selectPolledPatients(settings);

  let endedBy: number | null = null;
  const reloadsOnHup = !hasControllingTerminal();
  let reloading: Promise<void> = Promise.resolve();
  const reload = async () => {
    inForce = await reloadCacher(settings, inForce, () => loadSettings(flags), cacher, log);
  };
  const forgetSignals = onSignals((signal) => {
    if (signal === 'SIGHUP' && reloadsOnHup) {
      // One after the other, so that the configuration written last is the one in force.
      reloading = reloading.then(reload);
      return;
    }
    // A second signal ends the process without waiting. A terminal that is gone sends more than one, which nobody meant.
    if (endedBy !== null && signal === 'SIGHUP') return;
    if (endedBy !== null) process.exit(getSignalExitCode(signal));
    endedBy = signal === 'SIGHUP' ? getSignalExitCode(signal) : EXIT.done;
    log.info({ signal }, 'cacher is stopping');
    source.stop(cacher);
  });
  if (patients.length === 0) log.warn({}, 'no patient belongs to this shard, the cacher waits');
  log.info({ patients: patients.length, intervalMs: settings['cacher.interval'] }, 'cacher started');
  if (metrics) log.info({ port: metrics.server.port }, 'metrics are served');
  const manager = reportToServiceManager(process.env, (reason) =>
    log.warn({ reason }, 'systemd is not told'),
  );
  manager.ready();
  const durationMs = settings['cacher.duration'];
  const limit = durationMs === null ? null : setTimeout(() => source.stop(cacher), durationMs);

  const summary = source.summarize(await cacher.finished, cacher);
  refused.close();
  manager.stopping();
  if (limit) clearTimeout(limit);
  forgetSignals();
  await metrics?.server.close();
  await store.close();
  await recording?.close();
  process.stdout.write(`${JSON.stringify(summary)}\n`);

  const {
    patients: { standby },
    otherApiPatients,
  } = cacher.status;
  // A few polls may have come before it was known who holds the leases: what they brought, the other stored.
  const isLeft = summary.stored === 0 && summary.failed === 0 && standby > 0;
  // What was pushed was asked for by nobody: its end is no failure.
  if (source.address === null) return endedBy ?? EXIT.done;
  if (endedBy === null && isLeft) {
    const what = summary.polls === 0 ? 'nothing was polled' : `nothing was stored of ${summary.polls} polls`;
    throw new CommandFailure(
      EXIT.unavailable,
      otherApiPatients > 0
        ? `${what}: ${OTHER_API_MESSAGE}; ${OTHER_API_ADVICE}`
        : `${what}: another cacher polls the ${standby} patients`,
    );
  }
  const isBounded = durationMs !== null || settings['cacher.cycles'] !== null;
  if (endedBy === null && isBounded && summary.polls > 0 && summary.stored === 0) {
    const why =
      summary.failed === summary.polls ? `the API: ${cacher.lastFailure}` : 'Redis could not be written';
    throw new CommandFailure(EXIT.unavailable, `nothing was stored of ${summary.polls} polls; ${why}`);
  }
  return endedBy ?? EXIT.done;
}

async function openMetrics(
  { settings, origins }: LoadedSettings,
  gauges: PatientGauges | null,
  getCacher: () => Cacher,
) {
  const address = settings['cacher.metrics'];
  if (address === null) return null;
  const { createCacherMetrics } = await import('../../metrics/cacher-metrics.ts');
  const { startMetricsServer } = await import('../../metrics/metrics-server.ts');
  const metrics = createCacherMetrics(() => getCacher().status, gauges?.source);
  const getNotReadyReason = () => explainNotReady(getCacher());
  // A page of another site could point a name of its own at this machine, and read how people walk.
  const { takesHost } = nameReachable(null, address.host);
  const start = await startMetricsServer({
    ...address,
    metrics,
    getNotReadyReason,
    ...(isLoopback(address.host) && { takesHost }),
  });
  if (start.kind === 'failed')
    throw new CommandFailure(EXIT.failed, `${origins['cacher.metrics'].place}: ${start.reason}`);
  const { countRefusedLine } = metrics;
  const observer = { ...metrics.observer, onStoredOf: gauges?.onStoredOf ?? (() => {}) };
  return { observer, countRefusedLine, server: start.server };
}
