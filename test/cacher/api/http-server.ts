import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts an HTTP server on a free port, and closes it with all of its connections after the test. */
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

/** Returns a port on which nobody listens. */
export async function findFreePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}

/** Code of a thread that listens with room for two connections, posts its port, and sleeps without accepting any. */
const ACCEPTS_NOBODY = `
const { parentPort } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** Starts a server that neither accepts nor refuses connections, so that connecting to it never ends. */
export async function startUnacceptingServer(): Promise<{ readonly url: string }> {
  const worker = new Worker(ACCEPTS_NOBODY, { eval: true });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = [1, 2].map(() => connectTcp(port, '127.0.0.1'));
  onTestFinished(async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  });
  await Promise.all(fillers.map((filler) => new Promise((connected) => filler.once('connect', connected))));
  return { url: `http://127.0.0.1:${port}/` };
}

/** Starts a server that accepts every connection and never sends anything. */
export async function startSilentServer(): Promise<{ readonly port: number }> {
  const server = createTcpServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port };
}

/** Creates the body of a good answer, as the API sends it. */
export function answerBody(
  changes: { firstname?: string; traceId?: number; anomaly?: boolean } = {},
): string {
  const { firstname = 'Janek', traceId = 2350401012010, anomaly = false } = changes;
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly, id, value: 100 + id }));
  const trace = { id: traceId, name: 'bach', sensors };
  return JSON.stringify({ birthdate: '1982', disabled: false, firstname, id: 12, lastname: 'Kos', trace });
}
