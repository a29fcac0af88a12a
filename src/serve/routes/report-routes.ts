import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { clockOffsetSeconds } from '../../core/freshness.ts';
import { isWalkId } from '../../core/kept-walk.ts';
import type { ServeEnvironment } from '../serve-environment.ts';
import type { ServeOptions, WalkRequest } from '../serve-options.ts';
import { BadRequest, NotFound, readChoice, readMoment, readPatient } from './query.ts';
import { recordLooks } from './record-looks.ts';

const LAST_SECONDS = 300;
const MAX_ZONE_MINUTES = 14 * 60;
/** A report stands by itself: its style is in it, and it has no script. */
export const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** Reports of what is retained and of kept walks, as pages that stand by themselves or as JSON. */
export function createReportRoutes({ store, audit, readWalk }: ServeOptions) {
  const routes = new Hono<ServeEnvironment>();
  const record = recordLooks(audit);

  const answer = async (context: Context<ServeEnvironment>, request: WalkRequest) => {
    const format = readChoice(context, 'format', ['html', 'json'], 'html');
    const zoneOffsetMinutes = readZone(context);
    await record(context, 'report', request.patient);
    const read = await readWalk(request);
    if (read.kind === 'refused') throw new NotFound(read.reason);
    if (format === 'json') return context.json(read.report);
    context.set('isReport', true);
    return context.html(read.writePage(zoneOffsetMinutes));
  };

  routes.get('/patients/:patient/report', etag(), async (context) => {
    const patient = readPatient(context);
    const { nowSeconds, health } = await store.read(patient, 0);
    const nowOfSamples = nowSeconds + clockOffsetSeconds(health);
    const sinceSeconds = readMoment(context, 'since', nowOfSamples, nowOfSamples - LAST_SECONDS);
    const untilSeconds = readMoment(context, 'until', nowOfSamples, nowOfSamples);
    if (untilSeconds < sinceSeconds) throw new BadRequest('until is before since');
    return answer(context, { kind: 'span', patient, sinceSeconds, untilSeconds });
  });

  routes.get('/patients/:patient/kept/:id/report', etag(), async (context) => {
    const patient = readPatient(context);
    const id = context.req.param('id');
    if (!isWalkId(id)) throw new NotFound(`patient ${patient} has no kept walk of that id`);
    return answer(context, { kind: 'kept', patient, id });
  });

  return routes;
}

/** The reader's time zone, minutes east of UTC. */
function readZone(context: Context): number {
  const minutes = Number(context.req.query('zone') ?? 0);
  if (!Number.isInteger(minutes) || Math.abs(minutes) > MAX_ZONE_MINUTES)
    throw new BadRequest('zone must be minutes east of UTC, from -840 to 840');
  return minutes;
}
