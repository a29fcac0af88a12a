import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { clockOffsetSeconds } from '../../core/freshness.ts';
import {
  isWalkId,
  MAX_MARKS,
  MAX_NOTE_LENGTH,
  MAX_WORD_LENGTH,
  type WalkMark,
  withoutNotes,
} from '../../core/kept-walk.ts';
import { describeRefusal } from '../../store/describe-outcome.ts';
import { keepPatiently } from '../../store/keep-patiently.ts';
import type { StoredWalk } from '../../store/kept-walks.ts';
import type { ServeEnvironment } from '../serve-environment.ts';
import type { ServeOptions } from '../serve-options.ts';
import { BadRequest, NotFound, readChoice, readPatient, toMoment } from './query.ts';
import { recordLooks } from './record-looks.ts';
import { answerInParts } from './stream-answer.ts';
import { ROW_TYPES, writeRows } from './write-rows.ts';

const LAST_TWO_MINUTES = '2m';

/** Kept walks, over HTTP: lists of them, one with what it is of, its samples, and another that is kept. */
export function createKeptRoutes(options: ServeOptions) {
  const { store, isPrivate, audit } = options;
  const routes = new Hono<ServeEnvironment>();
  const record = recordLooks(audit);
  const hide = (walk: StoredWalk) => (isPrivate ? withoutNotes(walk) : walk);
  const findWalk = async (context: Context) => {
    const patient = readPatient(context);
    const id = context.req.param('id') ?? '';
    const { walks } = isWalkId(id) ? await store.kept(patient) : { walks: [] };
    const walk = walks.find((each) => each.id === id);
    if (walk === undefined) throw new NotFound(`patient ${patient} has no kept walk of that id`);
    return walk;
  };

  routes.get('/kept', etag(), async (context) => {
    await record(context, 'kept', null);
    const patients = (await store.keptPatients()).filter(
      (patient) => options.patients?.includes(patient) !== false,
    );
    const walks: StoredWalk[] = [];
    for (const patient of patients) walks.push(...(await store.kept(patient)).walks.map(hide));
    return context.json(walks);
  });

  routes.get('/patients/:patient/kept', etag(), async (context) => {
    const patient = readPatient(context);
    await record(context, 'kept', patient);
    const { walks } = await store.kept(patient);
    return context.json(walks.map(hide));
  });

  routes.get('/patients/:patient/kept/:id', etag(), async (context) => {
    const walk = await findWalk(context);
    await record(context, 'kept', walk.patient);
    return context.json({ ...hide(walk), insole: await store.keptInsole(walk) });
  });

  routes.get('/patients/:patient/kept/:id/samples', async (context) => {
    const format = readChoice(context, 'format', ['ndjson', 'csv'], 'ndjson');
    const walk = await findWalk(context);
    const { patient, id } = walk;
    await record(context, 'kept samples', patient);
    const all = { format, since: 0, until: Number.POSITIVE_INFINITY };
    context.header('Content-Type', ROW_TYPES[format]);
    const timeline = { current: await store.keptInsole(walk), before: [] };
    const source = { patient, pages: store.keptPages(patient, id), timeline, isWhole: true };
    return answerInParts(context, { ...options, stalledMs: options.streamPatience.rowsStalledMs }, (out) =>
      writeRows(out, source, all),
    );
  });

  routes.post('/patients/:patient/kept', async (context) => {
    const patient = readPatient(context);
    const body = await context.req.json<Record<string, unknown>>().catch(() => null);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new BadRequest('the body must be a JSON object');
    const { since = LAST_TWO_MINUTES, until = '0s', note = null, marks = [] } = body;
    if (typeof since !== 'string' || typeof until !== 'string')
      throw new BadRequest('since and until must be texts');
    if (note !== null && (typeof note !== 'string' || note.length > MAX_NOTE_LENGTH))
      throw new BadRequest(`note must be a text of at most ${MAX_NOTE_LENGTH} characters`);
    const { nowSeconds, health } = await store.read(patient, 0);
    const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
    const sinceSeconds = toMoment('since', since, nowOfSamples);
    const untilSeconds = Math.min(toMoment('until', until, nowOfSamples), nowOfSamples);
    if (untilSeconds < sinceSeconds) throw new BadRequest('until is before since');
    const readMarks = toMarks(marks, nowOfSamples);
    await record(context, 'keep', patient);
    const walk = {
      patient,
      sinceSeconds,
      untilSeconds,
      note: note || null,
      marks: readMarks,
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

/** The marks of a body. @throws BadRequest */
function toMarks(value: unknown, nowSeconds: number): readonly WalkMark[] {
  if (!Array.isArray(value) || value.length > MAX_MARKS)
    throw new BadRequest(`marks must be an array of at most ${MAX_MARKS} marks`);
  return value.map((mark: unknown) => {
    const { at, word = '' } = (mark ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof at !== 'string') throw new BadRequest('at of a mark must be a text');
    if (typeof word !== 'string' || [...word].length > MAX_WORD_LENGTH)
      throw new BadRequest(`word of a mark must be a text of at most ${MAX_WORD_LENGTH} characters`);
    return { atSeconds: toMoment('at of a mark', at, nowSeconds), word };
  });
}
