import type { ApiClient } from '../../src/cacher/api/api-client.ts';
import { createGotClient } from '../../src/cacher/api/got-client.ts';
import { type Cacher, startCacher } from '../../src/cacher/cacher.ts';
import type { StoreWriter } from '../../src/store/store.ts';
import { createRecordingLog } from '../cacher/recording-log.ts';
import type { SequenceApi } from './sequence-api.ts';
import { until } from './until.ts';

/** The patients of the fault tests. */
export const PATIENTS: readonly number[] = [1, 2, 3, 4];
/** How often each patient is polled. */
export const INTERVAL_MS = 50;
/** How long Redis may take to answer before the store is down. */
export const COMMAND_TIMEOUT_MS = 500;

/** A cacher, its log, and the bugs that it reported. */
export interface FaultCacher {
  readonly cacher: Cacher;
  readonly log: ReturnType<typeof createRecordingLog>;
  readonly bugs: readonly unknown[];
}

/** What differs between the cachers of the fault tests. */
export interface FaultCacherOptions {
  readonly client: ApiClient;
  readonly store: StoreWriter;
  readonly holder?: string;
  readonly patients?: readonly number[];
  readonly wallMs?: () => number;
}

/** Starts a cacher as users run it, but faster, and without simulated anomalies. */
export function startFaultCacher({
  client,
  store,
  holder = 'the-only-one',
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
 * Starts a cacher and waits until it stands by for another one; `polledAtMs` are its polls after that. On a busy machine it
 * may poll before, as it learns too late that the other one polls; those samples are dropped.
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

/** Creates an API client that counts the good answers that arrive within the timeout. */
export function createNotingClient(
  api: SequenceApi,
  getAddress: (patient: number) => string = () => api.url,
): ApiClient {
  const clients = new Map<string, ApiClient>();
  const getClient = (baseUrl: string): ApiClient => {
    const client =
      clients.get(baseUrl) ??
      createGotClient({ baseUrl, timeoutMs: 300, maxBodyBytes: 1 << 16, headers: () => ({}) });
    clients.set(baseUrl, client);
    return client;
  };
  return {
    close() {
      for (const client of clients.values()) client.close();
    },
    async fetch(patient) {
      const fetched = await getClient(getAddress(patient)).fetch(patient);
      if (fetched.kind === 'answered') api.noteFetched(patient, fetched.body);
      return fetched;
    },
  };
}
