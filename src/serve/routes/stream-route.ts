import { type Context, Hono } from 'hono';
import { parsePatientId } from '../../core/parse-patient-id.ts';
import type { PatientId } from '../../core/patient.ts';
import { MAX_TRACED } from '../../core/ward-order.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { OpenStreams } from '../live/open-streams.ts';
import { streamView } from '../live/stream-view.ts';
import type { View } from '../live/view.ts';
import type { ServeEnvironment } from '../serve-environment.ts';
import type { ServeOptions, StreamPatience } from '../serve-options.ts';
import { BadRequest, NotFound } from './query.ts';
import { recordLooks } from './record-looks.ts';
import { answerInParts } from './stream-answer.ts';

/** What is waited for outside of tests. */
export const STREAM_PATIENCE: StreamPatience = { stalledMs: 5000, unreadMs: 60_000, rowsStalledMs: 60_000 };
/** A browser comes again after this time. */
const RETRY_MS = 1000;
/** How many states may be under way to a client that says what it reads. */
const MOST_UNREAD = 64;

/** The stream of server-sent events, one a client, of the view that it asks for; and where clients say what they have read. */
export function createStreamRoutes(options: ServeOptions, hub: LiveHub, streams: OpenStreams) {
  const { nowMs, version, streamPatience: patience } = options;
  const routes = new Hono<ServeEnvironment>();
  const record = recordLooks(options.audit);

  routes.get('/stream', async (context) => {
    const view = readView(context.req.query('patient'), context.req.query('traced'));
    const most = readMost(context.req.query('unread'));
    const opened = streams.open(context.get('reader'), most);
    if (opened === null) {
      context.header('Retry-After', '5');
      return context.json(
        { error: `${options.maxClients} look already: serve.maxClients allows no more` },
        503,
      );
    }
    try {
      await record(context, 'stream', view.kind === 'patient' ? view.patient : null);
    } catch (error) {
      opened.close();
      throw error;
    }
    context.header('Content-Type', 'text/event-stream');
    context.header('Cache-Control', 'no-store');
    context.header('X-Accel-Buffering', 'no');
    if (context.req.method === 'HEAD') opened.close();
    return answerInParts(context, { ...options, stalledMs: patience.stalledMs }, async (out) => {
      const ended = new AbortController();
      out.onAbort(() => ended.abort());
      if (out.aborted) ended.abort();
      const { socket } = context.env.outgoing;
      socket?.setNoDelay(true);
      const { id, unread } = opened;
      try {
        await out.write(
          `event: hello\ndata: ${JSON.stringify({ version, stream: id })}\nretry: ${RETRY_MS}\n\n`,
        );
        for await (const { event, data } of streamView(hub, view, nowMs, ended.signal)) {
          if (!context.get('isAdmitted')()) break;
          await out.write(`event: ${event}\ndata: ${data}\nid: ${unread.count()}\n\n`);
          if (await unread.waitForRoom(patience.unreadMs, ended.signal)) continue;
          socket?.resetAndDestroy();
          break;
        }
      } finally {
        opened.close();
        ended.abort();
      }
    });
  });

  routes.post('/stream/:stream', (context: Context<ServeEnvironment>) => {
    const state = Number(context.req.query('read'));
    if (!Number.isInteger(state)) throw new BadRequest('read must be the id of an event');
    if (!streams.read(context.req.param('stream') ?? '', context.get('reader'), state))
      throw new NotFound('no such stream is open, or no such event was sent');
    return context.body(null, 204);
  });

  return routes;
}

function readMost(unread: string | undefined): number {
  if (unread === undefined) return Number.POSITIVE_INFINITY;
  const most = Number(unread);
  if (!/^\d+$/.test(unread) || most < 1 || most > MOST_UNREAD)
    throw new BadRequest(`unread must be a whole number from 1 to ${MOST_UNREAD}`);
  return most;
}

function readView(patient: string | undefined, traced: string | undefined): View {
  if (patient !== undefined) return { kind: 'patient', patient: toPatient(patient) };
  if (traced === undefined) return { kind: 'ward', traced: null };
  const patients = traced === '' ? [] : traced.split(',').map(toPatient);
  if (patients.length > MAX_TRACED) throw new BadRequest(`traced must be at most ${MAX_TRACED} patients`);
  return { kind: 'ward', traced: patients };
}

function toPatient(text: string): PatientId {
  const patient = parsePatientId(text);
  if (patient === null)
    throw new BadRequest('patient must be a whole number from 0, traced such numbers separated by commas');
  return patient;
}
