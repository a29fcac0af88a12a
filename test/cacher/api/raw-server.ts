import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A part of an answer: bytes (text as Latin-1), the end of the connection, or its reset. */
export type Step = string | Buffer | 'END' | 'RESET';

/** What a server was asked. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  /** The text of each request. */
  readonly requests: readonly string[];
  /** How many connections were made. */
  readonly connections: () => number;
  /** Resolves when all of the last answer was sent, and had time to arrive. */
  readonly played: () => Promise<void>;
}

/** Time between two steps, so that each arrives by itself. */
const STEP_MS = 3;
const ARRIVAL_MS = 10;

/** Starts a server that answers each request by these steps, whatever they are; closed after the test. */
export async function startRawServer(
  answer: (socket: Socket, request: number) => readonly Step[] | Promise<void>,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let playing = Promise.resolve();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      requests.push(bytes.toString('latin1'));
      const steps = answer(socket, requests.length);
      if (!(steps instanceof Promise)) playing = play(socket, steps).then(() => sleep(ARRIVAL_MS));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    requests,
    connections: () => sockets.size,
    played: () => playing,
  };
}

async function play(socket: Socket, steps: readonly Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (index > 0) await sleep(STEP_MS);
    if (socket.destroyed) return;
    if (step === 'END') socket.end();
    else if (step === 'RESET') socket.resetAndDestroy();
    else socket.write(typeof step === 'string' ? Buffer.from(step, 'latin1') : step);
  }
}
