import type { RequestListener } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';

/** Starts an HTTPS server on a free port of 127.0.0.1, which it gives, and ends it with the test. */
export async function startHttpsServer(
  options: ServerOptions & TlsOptions,
  answer: RequestListener,
): Promise<number> {
  const server = createServer(options, answer);
  // A client that refuses the certificate, or is refused, is no failure of the server.
  server.on('tlsClientError', () => {});
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
