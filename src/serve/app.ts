import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { StoreUnavailable } from '../store/store.ts';
import { Guard } from './access/guard.ts';
import { AuditLogFailure } from './audit-log.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { OpenStreams } from './live/open-streams.ts';
import { describeApi } from './openapi.ts';
import { listMethods } from './routes/allowed-methods.ts';
import { createDataRoutes } from './routes/data-routes.ts';
import { createKeptRoutes } from './routes/kept-routes.ts';
import { BadRequest, NotFound } from './routes/query.ts';
import { createReportRoutes, REPORT_POLICY } from './routes/report-routes.ts';
import { createStreamRoutes } from './routes/stream-route.ts';
import type { ServeEnvironment } from './serve-environment.ts';
import type { ServeOptions } from './serve-options.ts';

const MAX_BODY_BYTES = 16_384;
/** A stream is not: an event would wait in the compressor for the next. */
const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/(json|x-ndjson|javascript))/;

/** Metrics as text, and of which type. */
export interface ServedMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Puts the page, the data and who may see them together. */
export function createApp(options: ServeOptions, hub: LiveHub, streams: OpenStreams, metrics: ServedMetrics) {
  const guard = new Guard(options);
  const { basePath } = options;
  const root = new Hono<ServeEnvironment>();
  const app = root.basePath(basePath.slice(0, -1) || '/');

  app.use(async (context, next) => {
    await next();
    if (context.get('isReport')) context.header('Content-Security-Policy', REPORT_POLICY);
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'self'"],
        frameAncestors: ["'none'"],
      },
      // Under no-referrer a browser names no origin when it sends the form of the sign-in, and would be taken for another site's.
      referrerPolicy: 'same-origin',
      // What else is on other names below this one is not ours to decide.
      strictTransportSecurity: options.isSecure ? 'max-age=15552000' : false,
      xFrameOptions: 'DENY',
    }),
  );
  app.use(compress({ contentTypeFilter: COMPRESSIBLE }));
  // What looks after this process asks it, and not the address that browsers use.
  for (const each of basePath === '/' ? [app] : [app, root]) {
    each.get('/healthz', (context) => context.text('ok\n'));
    each.get('/readyz', (context) =>
      hub.link.state === 'answering' ? context.text('ok\n') : context.text('Redis does not answer\n', 503),
    );
  }
  app.use(guard.checkNames);
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (context) => context.json({ error: `the body is over ${MAX_BODY_BYTES} bytes` }, 413),
    }),
  );
  app.get('/sign-in', guard.showForm);
  app.post('/sign-in', guard.signIn);
  app.get('/sign-in.css', guard.showStyle);
  app.post('/sign-out', guard.signOut);
  app.use(guard.admit);

  app.use('/api/*', async (context, next) => {
    await next();
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'private, no-cache');
  });
  app.get('/api/openapi.json', etag(), (context) => context.json(describeApi(options)));
  app.route('/api', createDataRoutes(options));
  app.route('/api', createKeptRoutes(options));
  app.route('/api', createReportRoutes(options));
  app.route('/api', createStreamRoutes(options, hub, streams));
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
  );
  app.all('/api/*', (context) => {
    const methods = listMethods(context.req.path.slice(`${basePath}api`.length));
    return methods.length === 0
      ? context.json({ error: 'not found: api/openapi.json lists what there is' }, 404)
      : refuseMethod(context, methods);
  });

  const rewriteRequestPath = (path: string) => `/${path.slice(basePath.length)}`;
  app.use('/assets/*', etag(), async (context, next) => {
    await next();
    if (!context.res.ok) return;
    // Their names change with what is in them, and so does a part of one.
    context.header('Cache-Control', 'private, max-age=31536000, immutable');
    context.header('ETag', `"${basename(context.req.path)}"`);
  });
  app.get('/assets/*', serveStatic({ root: options.pageFolder, rewriteRequestPath }), (context) =>
    context.json({ error: 'not found' }, 404),
  );
  // Each address within the page is the page, which reads it; what it loads lies below its own path.
  const page = readFileSync(join(options.pageFolder, 'index.html'), 'utf8').replace(
    '<base href="/">',
    `<base href="${basePath}">`,
  );
  app.get('*', etag(), (context) => {
    context.header('Cache-Control', 'private, no-cache');
    return context.html(page);
  });
  app.all('*', (context) => refuseMethod(context, ['GET', 'HEAD']));

  app.notFound((context) => context.json({ error: 'not found' }, 404));
  app.onError((error, context) => {
    if (error instanceof BadRequest) return context.json({ error: error.message }, 400);
    if (error instanceof NotFound) return context.json({ error: error.message }, 404);
    if (error instanceof StoreUnavailable) return context.json({ error: `Redis: ${error.message}` }, 503);
    if (error instanceof AuditLogFailure)
      return context.json({ error: 'the audit log cannot be written, so nothing is shown' }, 503);
    options.onBug(error);
    return context.json({ error: 'a bug in footwatch, which its log has' }, 500);
  });
  return app;
}

function refuseMethod(context: Context<ServeEnvironment>, methods: readonly string[]) {
  context.header('Allow', methods.join(', '));
  return context.json({ error: `${context.req.method} is not for this address: ${methods.join(', ')}` }, 405);
}
