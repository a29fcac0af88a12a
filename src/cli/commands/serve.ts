import { fileURLToPath } from 'node:url';
import { isLoopback, nameReachable } from '../../serve/access/reachable-names.ts';
import { createApp } from '../../serve/app.ts';
import { NO_AUDIT_LOG, openAuditLog } from '../../serve/audit-log.ts';
import { LiveHub } from '../../serve/live/live-hub.ts';
import { OpenStreams } from '../../serve/live/open-streams.ts';
import { STREAM_PATIENCE } from '../../serve/routes/stream-route.ts';
import type { ServeOptions } from '../../serve/serve-options.ts';
import { startServer } from '../../serve/server.ts';
import { createLog } from '../create-log.ts';
import { describeExposure } from '../describe-exposure.ts';
import { CommandFailure, EXIT } from '../exit-code.ts';
import { nameBug } from '../explain-failure.ts';
import { choosePatients } from '../followed-patients.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { describeValidity, readTlsIdentity } from '../read-pem.ts';
import { refuseSetting } from '../refuse-setting.ts';
import { reportWarnings } from '../report-warnings.ts';
import { serveWalk } from '../serve-walk.ts';
import { reportToServiceManager } from '../service-manager.ts';
import { waitForSignal } from '../signals.ts';
import { readTokens, type TokenReader } from '../token-reader.ts';
import { VERSION } from '../version.ts';

/** The built page: beside the built program. */
const PAGE_FOLDER = fileURLToPath(new URL('../../../page/', import.meta.url));

/** A browser opens so many at the same time. */
const CONNECTIONS_A_CLIENT = 6;
/** For checks of health, and for who is told that there are too many. */
const MORE_CONNECTIONS = 50;

/** `footwatch serve`: the dashboard as a web page, and the data over HTTP, until a signal ends it. */
export async function runServe(loaded: LoadedSettings): Promise<number> {
  const { settings, origins } = loaded;
  const tls = readCertificate(loaded);
  requireSafety(loaded, tls !== null);
  const log = createLog(settings);
  const nowMs = () => performance.now();
  const tokens = openTokens(loaded, nowMs, (reason) =>
    log.error({ reason }, 'the changed token file is not used'),
  );
  const validity = tls && describeValidity(tls.cert, new Date());
  if (validity !== null) log.warn({ reason: validity }, 'browsers do not trust serve.cert');
  const store = openRedis(loaded);
  const publicUrl = settings['serve.publicUrl'];
  const onBug = (error: unknown) => log.error(nameBug(error), 'a bug in footwatch, please report it');
  const auditFile = settings['serve.auditLog'];
  // A limit on the size of files is met as a full disk is: told, and not by the end of the program.
  process.on('SIGXFSZ', () => {});
  const options: ServeOptions = {
    store,
    patients: choosePatients(settings),
    isPrivate: settings['watch.privacy'],
    readWalk: (request) => serveWalk(store, request, settings['watch.privacy']),
    maxKeptBytes: settings['keep.maxBytes'],
    maxClients: settings['serve.maxClients'],
    streamPatience: STREAM_PATIENCE,
    getTokens: () => tokens?.current() ?? null,
    names: nameReachable(publicUrl, settings['serve.host']),
    basePath: publicUrl === null ? '/' : new URL(publicUrl).pathname,
    isSecure: tls !== null || (publicUrl?.startsWith('https:') ?? settings['serve.behindProxy']),
    isBehindProxy: settings['serve.behindProxy'],
    audit:
      auditFile === null
        ? NO_AUDIT_LOG
        : openAuditLog(
            auditFile,
            () => new Date(),
            (reason) => log.error({ reason }, 'the audit log cannot be written: nothing is shown'),
          ),
    pageFolder: PAGE_FOLDER,
    version: VERSION,
    nowMs,
    onWrongTry: (wrongTry) =>
      log.warn(
        wrongTry,
        wrongTry.waitSeconds > 0 ? 'wrong tokens: the address has to wait' : 'a wrong token',
      ),
    onBug,
  };
  const streams = new OpenStreams(settings['serve.maxClients']);
  const hub = new LiveHub(options);
  const { createServeMetrics } = await import('../../metrics/serve-metrics.ts');
  const metrics = createServeMetrics(() => ({
    clients: streams.count,
    isStoreUp: hub.link.state === 'answering',
  }));
  const { fetch } = createApp(options, hub, streams, metrics);
  const { 'serve.host': host, 'serve.port': port } = settings;
  const maxConnections = CONNECTIONS_A_CLIENT * settings['serve.maxClients'] + MORE_CONNECTIONS;
  const start = await startServer({ host, port, tls, fetch, maxConnections });
  if (start.kind === 'failed') {
    hub.close();
    await store.close();
    throw new CommandFailure(EXIT.failed, `${origins['serve.port'].place}: ${host}:${port} ${start.reason}`);
  }
  const { server } = start;
  const address = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${server.port}${options.basePath}`;
  process.stdout.write(`listening on ${address}\n`);
  const manager = reportToServiceManager(process.env, (reason) =>
    log.warn({ reason }, 'systemd is not told'),
  );
  manager.ready();
  const exitCode = await waitForSignal();
  manager.stopping();
  hub.close();
  await server.close();
  await store.close();
  return exitCode;
}

function readCertificate(loaded: LoadedSettings): { cert: string; key: string } | null {
  const { cert, key } = readTlsIdentity(loaded, { ca: 'serve.cert', cert: 'serve.cert', key: 'serve.key' });
  return cert === undefined || key === undefined ? null : { cert, key };
}

/** Beyond this machine nobody looks without a token, and no token travels in the open. */
function requireSafety({ settings, origins }: LoadedSettings, hasTls: boolean): void {
  if (isLoopback(settings['serve.host']) || settings['serve.publishedOnLoopback']) return;
  const beyond = `${origins['serve.host'].place} is an address beyond this machine`;
  if (settings['serve.tokenFile'] === null)
    throw new CommandFailure(
      EXIT.wrongConfiguration,
      `${beyond}: it needs serve.tokenFile, a file of who may look`,
    );
  if (!hasTls && !settings['serve.behindProxy'])
    throw new CommandFailure(
      EXIT.wrongConfiguration,
      `${beyond}: it needs serve.cert and serve.key, or --behind-proxy where a proxy in front does TLS`,
    );
}

function openTokens(
  { settings, origins }: LoadedSettings,
  nowMs: () => number,
  onProblem: (reason: string) => void,
): TokenReader | null {
  const path = settings['serve.tokenFile'];
  if (path === null) return null;
  const start = readTokens(path, nowMs, onProblem);
  if (start.kind === 'refused')
    throw refuseSetting(
      origins['serve.tokenFile'],
      `names a file that cannot be used: ${path}: ${start.reason}`,
    );
  const exposure = describeExposure(path);
  if (exposure !== null) reportWarnings(settings, [`${origins['serve.tokenFile'].place} ${exposure}`]);
  return start.reader;
}
