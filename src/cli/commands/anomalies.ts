import { type AnomalyEvent, EventGrouper } from '../../core/events/anomaly-events.ts';
import { freshLimitSeconds } from '../../core/freshness.ts';
import { findInsoleAt } from '../../core/insole/insole-timeline.ts';
import type { PatientId } from '../../core/patient.ts';
import { resolveMoment } from '../../core/time/moment.ts';
import { chooseEventWriter, EVENT_FORMATS } from '../../export/event-rows.ts';
import type { Store } from '../../store/store.ts';
import { EXIT } from '../exit-code.ts';
import { listPatients } from '../followed-patients.ts';
import { openOutput } from '../line-output.ts';
import type { LoadedSettings } from '../load-settings.ts';
import { openRedis } from '../open-redis.ts';
import { chooseFormat } from '../output-format.ts';

/** `footwatch anomalies`: prints the anomaly events of the lists that are kept for ever, each as soon as it is found. */
export async function runAnomalies(loaded: LoadedSettings): Promise<number> {
  const { settings } = loaded;
  const writer = chooseEventWriter(chooseFormat(loaded, EVENT_FORMATS));
  const store = openRedis(loaded);
  try {
    const since = settings['output.since'];
    const sinceSeconds = since === null ? 0 : resolveMoment(since, await store.nowSeconds());
    const patients = await listPatients(settings, store);
    const output = await openOutput(null);
    let text = writer.before;
    let count = 0;
    for (const patient of patients) {
      const insoles = await store.readInsoles(patient);
      for await (const event of readEvents(store, patient, sinceSeconds)) {
        const row = writer.write(event, findInsoleAt(insoles, event.startSeconds));
        await output.write(text + (count++ > 0 ? writer.between : '') + row);
        text = '';
      }
    }
    await output.write(text + (count > 0 || writer.after.trim() !== '' ? writer.after : ''));
    return EXIT.done;
  } finally {
    await store.close();
  }
}

async function* readEvents(
  store: Store,
  patient: PatientId,
  sinceSeconds: number,
): AsyncGenerator<AnomalyEvent> {
  const { health } = await store.read(patient, 0);
  const grouper = new EventGrouper(patient, freshLimitSeconds(health));
  for await (const samples of store.samplePages(patient, 'anomalies', sinceSeconds)) {
    for (const sample of samples) {
      const ended = sample.atSeconds < sinceSeconds ? null : grouper.push(sample);
      if (ended) yield ended;
    }
  }
  const last = grouper.end();
  if (last) yield last;
}
