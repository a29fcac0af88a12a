import type { ApiClient } from '../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../src/cacher/api/got-client.ts';
import { type Cacher, startCacher } from '../../src/cacher/cacher.ts';
import type { StoreWriter } from '../../src/store/store.ts';
import { createRecordingLog } from '../cacher/recording-log.ts';
import type { SequenceApi } from './sequence-api.ts';
import { until } from './until.ts';

export const PATIENTS: readonly number[] = [1, 2, 3, 4];
export const INTERVAL_MS = 50;
/** How long a link may stay silent. */
export const COMMAND_TIMEOUT_MS = 500;

export interface FaultCacher {
  readonly cacher: Cacher;
  readonly log: ReturnType<typeof createRecordingLog>;
  readonly bugs: readonly unknown[];
}

export interface FaultCacherOptions {
  readonly client: ApiClient;
  readonly store: StoreWriter;
  readonly holder?: string;
  readonly patients?: readonly number[];
  readonly wallMs?: () => number;
}

/** A cacher as users run it, but fast, and without chance. */
export function startFaultCacher({
  client,
  store,
  holder = 'the only one',
  patients = PATIENTS,
  wallMs = Date.now,
}: FaultCacherOptions): FaultCacher {
  const bugs: unknown[] = [];
  const log = createRecordingLog();
  const cacher = startCacher({
    client,
    store,
    holder,
    patients,
    sensorIds: [0, 1, 2, 3, 4, 5],
    intervalMs: INTERVAL_MS,
    maxBackoffMs: 200,
    retentionMs: 300_000,
    cleanupIntervalMs: 60_000,
    simulateAnomalies: 0,
    rules: [],
    cycles: null,
    random: Math.random,
    nowMs: () => performance.now(),
    wallMs,
    log,
    onBug: (error) => bugs.push(error),
  });
  return { cacher, log, bugs };
}

/**
 * One that stands by while another polls, with when it polled since. It may poll before, when a machine that is busy lets
 * it know too late who does; what comes of that is dropped.
 */
export async function startStandby(
  options: FaultCacherOptions,
): Promise<FaultCacher & { readonly polledAtMs: readonly number[] }> {
  const polledAtMs: number[] = [];
  const client: ApiClient = {
    close: () => options.client.close(),
    fetch(patient) {
      polledAtMs.push(performance.now());
      return options.client.fetch(patient);
    },
  };
  const started = startFaultCacher({ ...options, client });
  const { patients = PATIENTS } = options;
  await until('the second stands by', () => started.cacher.status.patients.standby === patients.length);
  polledAtMs.length = 0;
  return { ...started, polledAtMs };
}

/** Notes which good answers arrived: one that came after the timeout did not. */
export function createNotingClient(
  api: SequenceApi,
  addressOf: (patient: number) => string = () => api.url,
): ApiClient {
  const clients = new Map<string, ApiClient>();
  const clientOf = (baseUrl: string): ApiClient => {
    const client =
      clients.get(baseUrl) ??
      createGotClient({ baseUrl, timeoutMs: 300, maxBodyBytes: 1 << 16, headers: {} });
    clients.set(baseUrl, client);
    return client;
  };
  return {
    close() {
      for (const client of clients.values()) client.close();
    },
    async fetch(patient) {
      const fetched = await clientOf(addressOf(patient)).fetch(patient);
      if (fetched.kind === 'answered') api.noteFetched(patient, fetched.body);
      return fetched;
    },
  };
}
