import { type AnomalyEvent, EventGrouper } from '../../src/core/anomaly-events.ts';
import { ASSUMED_INTERVAL_MS, freshLimitSeconds } from '../../src/core/freshness.ts';
import { secondsOf } from '../../src/core/moment.ts';
import type { PatientId } from '../../src/core/patient.ts';
import type { Settings } from '../../src/core/settings.ts';
import { EVENT_FORMATS, eventWriter } from '../../src/export/event-rows.ts';
import type { Store } from '../../src/store/store.ts';
import { readPairs } from '../../src/store/stored-entry.ts';
import { EXIT } from '../exit-code.ts';
import { openOutput } from '../line-output.ts';
import { openRedis } from '../open-redis.ts';
import { chooseFormat } from '../output-format.ts';

/** Writes the anomaly events of the lists that are kept for ever, as they are found. */
export async function runAnomalies(settings: Settings): Promise<number> {
  const writer = eventWriter(chooseFormat(settings, EVENT_FORMATS));
  const store = openRedis(settings);
  try {
    const since = settings['output.since'];
    const sinceSeconds = since === null ? 0 : secondsOf(since, await store.nowSeconds());
    const patients = settings['watch.patient'] ?? settings.patients ?? (await store.patients());
    const output = await openOutput(null);
    let text = writer.before;
    let count = 0;
    for (const patient of patients) {
      for await (const event of eventsOf(store, patient, sinceSeconds)) {
        await output.write(text + (count++ > 0 ? writer.between : '') + writer.write(event));
        text = '';
      }
    }
    await output.write(text + (count > 0 || writer.after.trim() !== '' ? writer.after : ''));
    return EXIT.done;
  } finally {
    await store.close();
  }
}

async function* eventsOf(
  store: Store,
  patient: PatientId,
  sinceSeconds: number,
): AsyncGenerator<AnomalyEvent> {
  const { health } = await store.read(patient, 0);
  const grouper = new EventGrouper(patient, freshLimitSeconds(health?.intervalMs ?? ASSUMED_INTERVAL_MS));
  for await (const page of store.pages(patient, 'anomalies', sinceSeconds)) {
    for (const sample of readPairs(page).samples) {
      const ended = sample.atSeconds < sinceSeconds ? null : grouper.push(sample);
      if (ended) yield ended;
    }
  }
  const last = grouper.end();
  if (last) yield last;
}
