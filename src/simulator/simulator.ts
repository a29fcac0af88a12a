import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SIX } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import { memoize } from '../core/memoize.ts';
import type { PatientId } from '../core/patient.ts';
import { seededRandom } from '../core/random.ts';
import { castInsoleWalks } from './cast-insole-walks.ts';
import { drawFault, type Fault } from './injected-fault.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { sendFault } from './send-fault.ts';
import { castPatient, computeFrameIndex, makeBody, type SimulatedPatient } from './simulated-patient.ts';

/** How the simulator runs. */
export interface SimulatorOptions {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 for any free one. */
  readonly port: number;
  /** The patients that it answers for; others get 404. */
  readonly patients: readonly PatientId[];
  /** How many times faster than real time the recordings play. */
  readonly speed: number;
  /** Seed of the generated walk and of the faults: the same seed gives the same answers. */
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Returns what a patient wears (default: the six sensors of the original). */
  readonly insoleOf?: (patient: PatientId) => Insole;
  /** What the patients do; they walk unless it says otherwise. */
  readonly scenario?: Scenario;
  /** Monotonic clock, milliseconds (default: `performance.now`). */
  readonly nowMs?: () => number;
}

/** A running simulator. */
export interface Simulator {
  /** Base URL with a slash at its end, for `GET {url}{patient}`. */
  readonly url: string;
  readonly port: number;
  /** Closes at once, with all connections; may be called twice. */
  close(): Promise<void>;
}

/** Either the running simulator, or one line that says why it could not start. */
export type SimulatorStart =
  | { readonly kind: 'listening'; readonly simulator: Simulator }
  | { readonly kind: 'failed'; readonly reason: string };

/** Starts the simulator of the API. Never rejects: a port in use, or an address of another machine, gives `failed`. */
export function startSimulator(options: SimulatorOptions): Promise<SimulatorStart> {
  const { host, port } = options;
  const server = createServer({ keepAliveTimeout: 60_000 }, createHandler(options));
  return new Promise((resolve) => {
    // The listener stays: a connection that cannot be accepted must not end the simulator.
    server.on('error', (error) => resolve({ kind: 'failed', reason: explainFailure(error, host, port) }));
    server.listen(port, host, () => {
      const bound = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      const name = host.includes(':') ? `[${host}]` : host;
      const simulator = { url: `http://${name}:${bound.port}/`, port: bound.port, close };
      resolve({ kind: 'listening', simulator });
    });
  });
}

function explainFailure(error: NodeJS.ErrnoException, host: string, port: number): string {
  const address = `${host}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `cannot listen on ${address}: the port is in use`;
    case 'EACCES':
      return `cannot listen on ${address}: not permitted`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `cannot listen on ${address}: no such address on this machine`;
    default:
      return `cannot listen on ${address}: ${error.code ?? error.message}`;
  }
}

/** A patient and the body of the frame that is played. */
interface Played {
  readonly simulated: SimulatedPatient;
  frameIndex: number;
  answer: string;
}

function createHandler(
  options: SimulatorOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { faults, speed, nowMs = () => performance.now() } = options;
  const byPath = castAll(options);
  const random = seededRandom(options.seed);
  const startedAtMs = nowMs();
  let turn = 0;
  return (request, response) => {
    if (request.method !== 'GET') {
      sendError(response, 405, 'only GET is answered here', { allow: 'GET' });
      return;
    }
    const played = byPath.get(request.url?.split('?', 1)[0] ?? '');
    if (played === undefined) {
      sendError(response, 404, 'no such patient');
      return;
    }
    const answer = getAnswer(played, computeFrameIndex((nowMs() - startedAtMs) * speed));
    const fault = faults.length === 0 ? null : drawFault(faults, random);
    if (fault === null) sendAnswer(response, answer);
    else sendFault(fault, request, response, answer, turn++);
  };
}

function castAll({
  patients,
  scenario = 'walking',
  seed,
  insoleOf = () => SIX,
}: SimulatorOptions): ReadonlyMap<string, Played> {
  const walksOf = memoize((insole: Insole) => castInsoleWalks(insole, scenario, seed));
  return new Map(
    patients.map((patient) => {
      const insole = insoleOf(patient);
      const simulated = castPatient(patient, walksOf(insole), insole);
      return [`/${patient}`, { simulated, frameIndex: -1, answer: '' }];
    }),
  );
}

/** Makes the body of a frame once, for any number of requests. */
function getAnswer(played: Played, frameIndex: number): string {
  if (played.frameIndex !== frameIndex) {
    played.frameIndex = frameIndex;
    played.answer = makeBody(played.simulated, frameIndex);
  }
  return played.answer;
}

function sendAnswer(response: ServerResponse, answer: string): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer),
  });
  response.end(answer);
}

function sendError(
  response: ServerResponse,
  status: number,
  error: string,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error }));
}
