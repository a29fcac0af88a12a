import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { onTestFinished } from 'vitest';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on a free port, closed after the test, hanging answers included. */
export async function serve(handler: Handler): Promise<{ readonly url: string; readonly port: number }> {
  const server = createServer(handler);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, port };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}

/** The body of a patient's answer, as the service gives it. */
export function answerBody(
  changes: { firstname?: string; traceId?: number; anomaly?: boolean } = {},
): string {
  const { firstname = 'Janek', traceId = 2350401012010, anomaly = false } = changes;
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly, id, value: 100 + id }));
  const trace = { id: traceId, name: 'bach', sensors };
  return JSON.stringify({ birthdate: '1982', disabled: false, firstname, id: 12, lastname: 'Kos', trace });
}
