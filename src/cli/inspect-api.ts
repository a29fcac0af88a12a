import { decodeBody } from '../core/decode.ts';
import type { ApiFacts } from '../core/diagnosis/diagnose-api.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';
import { loadInsoles } from './load-insoles.ts';
import type { LoadedSettings } from './load-settings.ts';
import { openApi, resolveApiAccess } from './open-api.ts';

/**
 * Polls the API for one patient, as the cacher does. Null when no API is configured.
 *
 * @throws CommandFailure when what the API is reached by cannot be used
 */
export async function inspectApi(loaded: LoadedSettings): Promise<ApiFacts | null> {
  const { settings } = loaded;
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl === null) return null;
  const [patient = 1] = settings.patients ?? DEFAULT_PATIENTS;
  const insole = (await loadInsoles(loaded)).of(patient);
  const sensorIds = settings['api.sensors'] ?? insole.sensors.map(({ id }) => id);
  let clockOffsetMs: number | null = null;
  const onDate = (date: string) => {
    const dateMs = Date.parse(date);
    clockOffsetMs = Number.isNaN(dateMs) ? null : dateMs - Date.now();
  };
  const client = openApi(loaded, baseUrl, { ...resolveApiAccess(loaded, baseUrl, null), onDate });
  try {
    // The first poll includes the connection, which the cacher makes only once.
    const first = await client.fetch(patient);
    if (first.kind === 'failed') return { kind: 'failed', message: first.message };
    const beforeMs = performance.now();
    const fetched = await client.fetch(patient);
    const latencyMs = performance.now() - beforeMs;
    if (fetched.kind === 'failed') return { kind: 'failed', message: fetched.message };
    return {
      kind: 'answered',
      latencyMs,
      intervalMs: settings['cacher.interval'],
      decoded: decodeBody(fetched.body, sensorIds, insole),
      clockOffsetMs,
    };
  } finally {
    client.close();
  }
}
