import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';

/** A server that listens. */
export interface RunningServer {
  /** The port, also where any free one was asked for. */
  readonly port: number;
  /** Ends all connections, streams included. */
  close(): Promise<void>;
}

/** The server, or why it cannot listen. */
export type ServerStart =
  | { readonly kind: 'listening'; readonly server: RunningServer }
  | { readonly kind: 'failed'; readonly reason: string };

/** Where to listen, and what answers. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** PEM of the certificate and its key; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly fetch: Parameters<typeof createAdaptorServer>[0]['fetch'];
}

/** Headers and a small body come at once: who sends them slowly is no browser. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Starts to listen. */
export function startServer({ host, port, tls, fetch }: ServerOptions): Promise<ServerStart> {
  const timeouts = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS };
  const server: ServerType = tls
    ? createAdaptorServer({ fetch, createServer: createHttpsServer, serverOptions: { ...timeouts, ...tls } })
    : createAdaptorServer({ fetch, createServer: createHttpServer, serverOptions: timeouts });
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on: ${code}`;
      resolve({ kind: 'failed', reason });
    });
    server.listen(port, host, () => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ kind: 'listening', server: { port: (server.address() as AddressInfo).port, close } });
    });
  });
}
