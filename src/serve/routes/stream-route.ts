import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PatientId } from '../../core/patient.ts';
import type { GuardVariables } from '../access/guard.ts';
import type { LiveHub } from '../live/live-hub.ts';
import { streamView } from '../live/stream-view.ts';
import type { View } from '../live/view.ts';
import { MAX_TRACED } from '../live/view.ts';
import { parsePatientId } from '../parse-patient-id.ts';
import type { ServeOptions } from '../serve-options.ts';
import { BadRequest } from './query.ts';

/** What waits in a socket is old by the time it is read: a client that takes nothing for so long has to come again. */
const STALLED_MS = 5000;
/** A browser comes again after this time. */
const RETRY_MS = 1000;

/** The stream of server-sent events: one a client, of the view that it asks for. */
export function createStreamRoute(options: ServeOptions, hub: LiveHub, clients: ClientCount) {
  const routes = new Hono<{ Bindings: HttpBindings; Variables: GuardVariables }>();
  routes.get('/stream', async (context) => {
    const view = readView(context.req.query('patient'), context.req.query('traced'));
    if (clients.now >= options.maxClients) {
      context.header('Retry-After', '5');
      return context.json(
        { error: `${options.maxClients} look already: serve.maxClients allows no more` },
        503,
      );
    }
    await options.audit.write({
      who: context.get('reader'),
      from: context.get('address'),
      patient: view.kind === 'patient' ? view.patient : null,
      what: 'stream',
    });
    context.header('Cache-Control', 'no-store');
    context.header('X-Accel-Buffering', 'no');
    const socket = context.env.outgoing.socket;
    socket?.setNoDelay(true);
    return streamSSE(context, async (out) => {
      const ended = new AbortController();
      out.onAbort(() => ended.abort());
      clients.now++;
      let stalled: NodeJS.Timeout | undefined;
      try {
        await out.writeSSE({
          event: 'hello',
          data: JSON.stringify({ version: options.version }),
          retry: RETRY_MS,
        });
        for await (const { event, data } of streamView(hub, view, options.nowMs, ended.signal)) {
          stalled = setTimeout(() => socket?.resetAndDestroy(), STALLED_MS);
          await out.writeSSE({ event, data });
          clearTimeout(stalled);
        }
      } finally {
        clearTimeout(stalled);
        clients.now--;
        ended.abort();
      }
    });
  });
  return routes;
}

/** How many streams there are. */
export interface ClientCount {
  now: number;
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
