import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CacherMetrics } from './cacher-metrics.ts';

export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly metrics: Pick<CacherMetrics, 'text' | 'contentType'>;
  /** Why the cacher is not ready, or null when it is. */
  readonly notReadyBecause: () => string | null;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export type MetricsServerStart =
  | { readonly kind: 'listening'; readonly server: MetricsServer }
  | { readonly kind: 'failed'; readonly reason: string };

/** Serves `/metrics` to Prometheus, `/healthz` (the process lives) and `/readyz` (samples reach the store). */
export function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServerStart> {
  const server = createServer((request, response) => {
    void answer(options, request.url ?? '/', response);
  });
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const where = `${options.host}:${options.port}`;
      const reason = code === 'EADDRINUSE' ? `${where} is in use` : `cannot listen on ${where}: ${code}`;
      resolve({ kind: 'failed', reason });
    });
    server.listen(options.port, options.host, () => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ kind: 'listening', server: { port: (server.address() as AddressInfo).port, close } });
    });
  });
}

async function answer(options: MetricsServerOptions, url: string, response: ServerResponse): Promise<void> {
  const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
    response.writeHead(status, { 'content-type': type }).end(text);
  switch (url.split('?')[0]) {
    case '/metrics':
      return void say(200, await options.metrics.text(), options.metrics.contentType);
    case '/healthz':
      return void say(200, 'ok\n');
    case '/readyz': {
      const reason = options.notReadyBecause();
      return void (reason === null ? say(200, 'ok\n') : say(503, `${reason}\n`));
    }
    default:
      say(404, 'there are /metrics, /healthz and /readyz\n');
  }
}
