import { decodeBody } from '../core/decode.ts';
import type { ApiFacts } from '../core/diagnosis/diagnose-api.ts';
import { namePatient } from '../core/request-target.ts';
import { createAnswerDecoders } from './answer-decoders.ts';
import { findApiAddress } from './api-address.ts';
import { DEFAULT_PATIENTS } from './default-patients.ts';
import { explainAnswer } from './explain-answer.ts';
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
  const address = findApiAddress(loaded);
  if (address === null) return null;
  const [patient = 1] = settings.patients ?? DEFAULT_PATIENTS;
  const insoles = await loadInsoles(loaded);
  const insole = insoles.of(patient);
  const decoder = createAnswerDecoders(loaded, insoles, [patient])?.(patient);
  const sensorIds = settings['api.sensors'] ?? insole.sensors.map(({ id }) => id);
  let clockOffsetMs: number | null = null;
  const onDate = (date: string) => {
    const dateMs = Date.parse(date);
    clockOffsetMs = Number.isNaN(dateMs) ? null : dateMs - Date.now();
  };
  const client = openApi(loaded, address, { ...resolveApiAccess(loaded, address, null), onDate });
  try {
    // The first poll includes the connection, which the cacher makes only once.
    const first = await client.fetch(patient);
    if (first.kind === 'failed') return { kind: 'failed', message: first.message };
    const beforeMs = performance.now();
    const fetched = await client.fetch(patient);
    const latencyMs = performance.now() - beforeMs;
    if (fetched.kind === 'failed') return { kind: 'failed', message: fetched.message };
    const decoded = decoder ? decoder.decode(fetched.body) : decodeBody(fetched.body, sensorIds, insole);
    const isOfAnotherShape = decoder !== undefined || decoded.kind === 'refused';
    const names = [namePatient(settings['api.ids'], patient), String(patient)];
    return {
      kind: 'answered',
      latencyMs,
      intervalMs: settings['cacher.interval'],
      decoded,
      answer: isOfAnotherShape ? explainAnswer(fetched.body, insole, names) : null,
      clockOffsetMs,
    };
  } finally {
    client.close();
  }
}
