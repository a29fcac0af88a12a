import { createServer as createHttpServer, STATUS_CODES } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';

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
  readonly fetch: Parameters<typeof getRequestListener>[0];
  /** How many connections there may be at the same time: more are closed at once. */
  readonly maxConnections: number;
  /** How long a client may take for what it asks. */
  readonly requestTimeoutMs?: number;
}

/** Headers and a small body come at once: who sends them slowly is no browser. */
const REQUEST_TIMEOUT_MS = 10_000;
/** How often it is looked who is slow, as a share of that time. */
const CHECKS = 10;
/** What a client of HTTP did wrong, by the error that Node meets. */
const FAULTS: Readonly<Record<string, { readonly status: number; readonly error: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, error: 'the address and headers are over 16 kB' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, error: 'the request took too long' },
};
/** Who does not read why the connection ends does not keep it for that. */
const LAST_WORD_MS = 1000;
const FAULT = { status: 400, error: 'that is no request of HTTP/1.1' };

/** Starts to listen. */
export function startServer(options: ServerOptions): Promise<ServerStart> {
  const { host, port, tls, fetch, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const settings = {
    requireHostHeader: false,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / CHECKS,
  };
  const listener = getRequestListener(fetch, {
    // Of a request without a Host: it is refused as one with another.
    hostname: 'localhost',
    errorHandler: () =>
      Response.json({ error: 'the address or the Host header cannot be read' }, { status: 400 }),
  });
  const server = tls
    ? createHttpsServer({ ...settings, handshakeTimeout: requestTimeoutMs, ...tls }, listener)
    : createHttpServer(settings, listener);
  server.maxConnections = options.maxConnections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket));
  server.on('checkExpectation', (_, response) => {
    const body = JSON.stringify({ error: 'of Expect, 100-continue alone can be met' });
    response.writeHead(417, {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      Connection: 'close',
    });
    response.end(body);
  });
  return new Promise((resolve) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on: ${code}`;
      resolve({ kind: 'failed', reason });
    });
    server.listen(port, host, () => {
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ kind: 'listening', server: { port: (server.address() as AddressInfo).port, close } });
    });
  });
}

/** Says what was wrong where nothing was answered yet, and ends the connection. */
function refuse({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const { status, error } = FAULTS[code] ?? FAULT;
  const body = JSON.stringify({ error });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), LAST_WORD_MS);
}
