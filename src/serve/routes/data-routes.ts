import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { eventToJson, groupEvents } from '../../core/events/anomaly-events.ts';
import { assessFreshness, clockOffsetSeconds, freshLimitSeconds } from '../../core/freshness.ts';
import { withoutNames } from '../../core/patient.ts';
import { snapshotToJson } from '../../core/snapshot-json.ts';
import { readSnapshotForFigures } from '../../reader/read-snapshot.ts';
import type { ServeEnvironment } from '../serve-environment.ts';
import type { ServeOptions } from '../serve-options.ts';
import { readChoice, readMoment, readPatient } from './query.ts';
import { recordLooks } from './record-looks.ts';
import { answerInParts } from './stream-answer.ts';
import { ROW_TYPES, writeRows } from './write-rows.ts';

/** What is stored, over HTTP: patients, snapshots, samples and events. */
export function createDataRoutes(options: ServeOptions) {
  const { store, isPrivate, audit } = options;
  const routes = new Hono<ServeEnvironment>();
  const record = recordLooks(audit);
  const hide = <T extends Parameters<typeof withoutNames>[0]>(patient: T) =>
    isPrivate ? withoutNames(patient) : patient;
  const listPatients = async () => options.patients ?? (await store.patients());

  routes.get('/patients', etag(), async (context) => {
    await record(context, 'patients', null);
    const summaries = await store.readSummaries(await listPatients());
    return context.json(
      summaries.map((each) => {
        const { patient, profile } = hide(each);
        const { state, ageSeconds } = assessFreshness(each);
        return {
          patient,
          firstname: profile?.firstname ?? null,
          lastname: profile?.lastname ?? null,
          state,
          ageSeconds,
          anomaliesStored: each.anomaliesStored,
        };
      }),
    );
  });

  routes.get('/time', async (context) => {
    context.header('Cache-Control', 'no-store');
    return context.json({ nowSeconds: await store.nowSeconds() });
  });

  routes.get('/patients/:patient/snapshot', etag(), async (context) => {
    const patient = readPatient(context);
    await record(context, 'snapshot', patient);
    return context.json(snapshotToJson(hide(await readSnapshotForFigures(store, patient))));
  });

  routes.get('/patients/:patient/samples', async (context) => {
    const patient = readPatient(context);
    const list = readChoice(context, 'list', ['samples', 'anomalies'], 'samples');
    const format = readChoice(context, 'format', ['ndjson', 'csv'], 'ndjson');
    const { nowSeconds, health } = await store.read(patient, 0);
    const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
    const since = readMoment(context, 'since', nowOfSamples, 0);
    const until = readMoment(context, 'until', nowOfSamples, Number.POSITIVE_INFINITY);
    await record(context, list, patient);
    context.header('Content-Type', ROW_TYPES[format]);
    const timeline = await store.readInsoles(patient);
    const source = {
      patient,
      pages: store.rawPages(patient, list, since),
      timeline,
      isWhole: list === 'samples',
    };
    return answerInParts(context, { ...options, stalledMs: options.streamPatience.rowsStalledMs }, (out) =>
      writeRows(out, source, { format, since, until }),
    );
  });

  routes.get('/patients/:patient/events', etag(), async (context) => {
    const patient = readPatient(context);
    const { nowSeconds, health, oldestAtSeconds } = await store.read(patient, 0);
    const since = readMoment(
      context,
      'since',
      nowSeconds + clockOffsetSeconds(health),
      oldestAtSeconds ?? nowSeconds,
    );
    await record(context, 'events', patient);
    const anomalies = await store.readAnomalies(patient, since);
    return context.json(groupEvents(patient, anomalies, freshLimitSeconds(health)).map(eventToJson));
  });

  return routes;
}
