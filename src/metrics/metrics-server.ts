import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CacherMetrics } from './cacher-metrics.ts';

/** Where to listen, and what to serve. */
export interface MetricsServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly metrics: Pick<CacherMetrics, 'text' | 'contentType'>;
  /** Whether metrics are told to who names this server so, by its Host header (default: to everybody). */
  readonly takesHost?: (host: string | undefined) => boolean;
  /** Returns why the cacher is not ready, or null when it is. */
  readonly getNotReadyReason: () => string | null;
}

/** A listening server. */
export interface MetricsServer {
  /** The port, also where any free one was asked for. */
  readonly port: number;
  /** Closes the server and its connections. */
  close(): Promise<void>;
}

/** The server, or why it cannot listen. */
export type MetricsServerStart =
  | { readonly kind: 'listening'; readonly server: MetricsServer }
  | { readonly kind: 'failed'; readonly reason: string };

/** Serves `/metrics` to Prometheus, `/healthz` (the process is alive) and `/readyz` (the store answers) over HTTP. */
export function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServerStart> {
  const server = createServer((request, response) => {
    void answer(options, request, response);
  });
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const address = `${options.host}:${options.port}`;
      const reason = code === 'EADDRINUSE' ? `${address} is in use` : `cannot listen on ${address}: ${code}`;
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

async function answer(
  options: MetricsServerOptions,
  { url = '/', headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
    response.writeHead(status, { 'content-type': type }).end(text);
  switch (url.split('?')[0]) {
    case '/metrics':
      if (options.takesHost?.(headers.host) === false)
        return void reply(403, 'metrics are told to this machine under its own names alone\n');
      return void reply(200, await options.metrics.text(), options.metrics.contentType);
    case '/healthz':
      return void reply(200, 'ok\n');
    case '/readyz': {
      const reason = options.getNotReadyReason();
      return void (reason === null ? reply(200, 'ok\n') : reply(503, `${reason}\n`));
    }
    default:
      reply(404, 'not found: there are /metrics, /healthz and /readyz\n');
  }
}
