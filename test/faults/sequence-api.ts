import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request in a faulty way; `body` is what the good answer would be. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** An API that numbers its good answers, so that every stored sample can be traced to one. */
export class SequenceApi {
  readonly url: string;
  /** Maps each patient to the numbers of its good answers, in order. */
  readonly answered = new Map<number, number[]>();
  /** Maps each patient to the number of good answers that arrived. */
  readonly fetched = new Map<number, number>();
  readonly #bodies = new Set<string>();
  readonly #server: Server;
  #misbehave: { readonly patient: number; readonly how: Misbehave } | null = null;
  #next = 1;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** Listens on a free port. */
  static async start(): Promise<SequenceApi> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const api = new SequenceApi(server);
    server.on('request', (request, response) => api.#answer(request, response));
    server.on('clientError', (_, socket) => socket.destroy());
    return api;
  }

  /** Answers a patient in a faulty way, until it is called with null. */
  misbehaveTo(patient: number, how: Misbehave | null): void {
    this.#misbehave = how && { patient, how };
  }

  /** Counts a body that arrived, if it is a good answer. */
  noteFetched(patient: number, body: Uint8Array): void {
    if (!this.#bodies.has(Buffer.from(body).toString())) return;
    this.fetched.set(patient, (this.fetched.get(patient) ?? 0) + 1);
  }

  /** Cuts every connection and closes the port. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const patient = Number(request.url?.slice(1));
    const number = this.#next++;
    const body = createBody(number);
    response.on('error', () => {});
    if (this.#misbehave?.patient === patient) {
      this.#misbehave.how(request, response, body);
      return;
    }
    const answered = this.answered.get(patient) ?? [];
    this.answered.set(patient, answered);
    answered.push(number);
    this.#bodies.add(body);
    response.setHeader('content-type', 'application/json');
    response.end(body);
  }
}

function createBody(number: number): string {
  const values = [number % 1024, Math.floor(number / 1024), 1, 2, 3, 4];
  const sensors = values.map((value, id) => ({ anomaly: number % 7 === 0 && id === 5, id, value }));
  const trace = { id: 2350401012010 + number, name: 'walk', sensors };
  return JSON.stringify({ birthdate: '1982', disabled: false, firstname: 'A', id: 1, lastname: 'B', trace });
}

/** Reads the number of the answer that a stored sample came from. */
export function readSequenceNumber(sensorsJson: string): number {
  const sensors = JSON.parse(sensorsJson) as { id: number; value: number }[];
  return (sensors[0]?.value ?? 0) + 1024 * (sensors[1]?.value ?? 0);
}
