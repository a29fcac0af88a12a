import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { stream } from 'hono/streaming';
import { eventToJson, groupEvents } from '../../core/events/anomaly-events.ts';
import { assessFreshness, clockOffsetSeconds, freshLimitSeconds } from '../../core/freshness.ts';
import { isWalkId, MAX_NOTE_LENGTH, withoutNotes } from '../../core/kept-walk.ts';
import { type PatientId, withoutNames } from '../../core/patient.ts';
import { snapshotToJson } from '../../core/snapshot-json.ts';
import { readSnapshotForFigures } from '../../reader/read-snapshot.ts';
import { describeRefusal } from '../../store/describe-outcome.ts';
import { keepPatiently } from '../../store/keep-patiently.ts';
import type { GuardVariables } from '../access/guard.ts';
import type { ServeOptions } from '../serve-options.ts';
import { BadRequest, NotFound, readChoice, readMoment, readPatient, toMoment } from './query.ts';
import { writeRows } from './write-rows.ts';

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' };
const LAST_TWO_MINUTES = '2m';

/** What is stored, over HTTP: patients, snapshots, samples, events and kept walks. */
export function createDataRoutes(options: ServeOptions) {
  const { store, isPrivate, audit } = options;
  const routes = new Hono<{ Variables: GuardVariables }>();
  const record = (
    context: { get(name: 'reader' | 'address'): string },
    what: string,
    patient: PatientId | null,
  ) => audit.write({ who: context.get('reader'), from: context.get('address'), patient, what });
  const hide = <T extends Parameters<typeof withoutNames>[0]>(patient: T) =>
    isPrivate ? withoutNames(patient) : patient;
  const listPatients = async () => options.patients ?? (await store.patients());

  routes.get('/patients', async (context) => {
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
    context.header('Content-Type', TYPES[format]);
    const timeline = await store.readInsoles(patient);
    const source = {
      patient,
      pages: store.rawPages(patient, list, since),
      timeline,
      isWhole: list === 'samples',
    };
    return stream(context, (out) => writeRows(out, source, { format, since, until }));
  });

  routes.get('/patients/:patient/events', async (context) => {
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

  routes.get('/patients/:patient/kept', async (context) => {
    const patient = readPatient(context);
    await record(context, 'kept', patient);
    const { walks } = await store.kept(patient);
    return context.json(walks.map((walk) => (isPrivate ? withoutNotes(hide(walk)) : walk)));
  });

  routes.get('/patients/:patient/kept/:id/samples', async (context) => {
    const patient = readPatient(context);
    const id = context.req.param('id');
    const format = readChoice(context, 'format', ['ndjson', 'csv'], 'ndjson');
    const { walks } = isWalkId(id) ? await store.kept(patient) : { walks: [] };
    const walk = walks.find((each) => each.id === id);
    if (walk === undefined) throw new NotFound(`patient ${patient} has no kept walk of that id`);
    await record(context, 'kept samples', patient);
    const all = { format, since: 0, until: Number.POSITIVE_INFINITY };
    context.header('Content-Type', TYPES[format]);
    const timeline = { current: await store.keptInsole(walk), before: [] };
    const source = { patient, pages: store.keptPages(patient, id), timeline, isWhole: true };
    return stream(context, (out) => writeRows(out, source, all));
  });

  routes.post('/patients/:patient/kept', async (context) => {
    const patient = readPatient(context);
    const body = await context.req.json<Record<string, unknown>>().catch(() => null);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new BadRequest('the body must be a JSON object');
    const { since = LAST_TWO_MINUTES, until = '0s', note = null } = body;
    if (typeof since !== 'string' || typeof until !== 'string')
      throw new BadRequest('since and until must be texts');
    if (note !== null && (typeof note !== 'string' || note.length > MAX_NOTE_LENGTH))
      throw new BadRequest(`note must be a text of at most ${MAX_NOTE_LENGTH} characters`);
    const { nowSeconds, health } = await store.read(patient, 0);
    const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
    const sinceSeconds = toMoment('since', since, nowOfSamples);
    const untilSeconds = Math.min(toMoment('until', until, nowOfSamples), nowOfSamples);
    if (untilSeconds < sinceSeconds) throw new BadRequest('until is before since');
    await record(context, 'keep', patient);
    const walk = {
      patient,
      sinceSeconds,
      untilSeconds,
      note: note || null,
      marks: [],
      keptAtSeconds: nowSeconds,
    };
    const outcome = await keepPatiently(store, walk, options.maxKeptBytes, sleep);
    if (outcome.kind !== 'kept')
      return context.json(
        { error: `nothing was kept: ${describeRefusal(outcome, options.maxKeptBytes)}` },
        409,
      );
    const { id, samples, bytes } = outcome;
    return context.json({ patient, id, samples, bytes }, 201);
  });

  return routes;
}
