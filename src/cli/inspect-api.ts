import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { MAX_BODY_BYTES } from '../cacher/api/api-client.ts';
import { createGotClient } from '../cacher/api/got-client.ts';
import { decodeBody } from '../core/decode.ts';
import type { ApiFacts } from '../core/diagnosis/diagnose-api.ts';
import type { Settings } from '../settings/registry.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';

/** Polls the API for one patient, as the cacher does. Null when no API is configured. */
export async function inspectApi(settings: Settings): Promise<ApiFacts | null> {
  const baseUrl = settings['api.baseUrl'];
  if (baseUrl === null) return null;
  const [patient = 1] = settings.patients ?? DEFAULT_PATIENTS;
  const timeoutMs = settings['api.timeout'];
  const headers = settings['api.headers'];
  const client = createGotClient({ baseUrl, timeoutMs, headers, maxBodyBytes: MAX_BODY_BYTES });
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
      decoded: decodeBody(fetched.body, settings['api.sensors']),
      clockOffsetMs: await readClockOffset(baseUrl + patient, headers, timeoutMs),
    };
  } finally {
    client.close();
  }
}

/** Reads how far the API's clock is ahead of ours, milliseconds; null without a date. It does not wait for the body. */
function readClockOffset(
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<number | null> {
  return new Promise((resolve) => {
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const signal = AbortSignal.timeout(timeoutMs);
    const request = get(
      url,
      { headers: { ...headers }, signal, agent: false },
      (response: IncomingMessage) => {
        const dateMs = Date.parse(response.headers.date ?? '');
        resolve(Number.isNaN(dateMs) ? null : dateMs - Date.now());
        response.destroy();
      },
    );
    request.on('error', () => resolve(null));
  });
}
