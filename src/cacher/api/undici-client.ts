import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchResult } from './api-client.ts';
import {
  checkStatus,
  createClosedFailure,
  createFailure,
  createTimeoutFailure,
  createTooLargeFailure,
  describeErrorCode,
} from './fetch-failure.ts';

/**
 * Creates an API client on undici's dispatcher, which takes the least CPU a request of all HTTP clients in Node: for a
 * thousand patients and more in one process.
 */
export function createUndiciClient(options: ApiClientOptions): ApiClient {
  const base = new URL(options.baseUrl);
  const connector = createConnector(options.timeoutMs);
  const pool = new Pool(base.origin, {
    // A patient has at most one request at a time, so the pool needs no limit on connections.
    connections: null,
    pipelining: 1,
    // The timer of the request covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connector.connect,
  });
  const pathPrefix = base.pathname + base.search;
  const headers = {
    'user-agent': 'footwatch',
    accept: 'application/json',
    ...createAuthorization(base),
    ...options.headers,
  };
  const running = new Set<RequestHandler>();
  return {
    fetch(patient: PatientId): Promise<FetchResult> {
      return new Promise((resolve) => {
        const handler = new RequestHandler(options, (result) => {
          running.delete(handler);
          resolve(result);
        });
        running.add(handler);
        pool.dispatch({ path: pathPrefix + patient, method: 'GET', headers }, handler);
      });
    },
    close() {
      for (const handler of running) handler.cancel();
      connector.cancel();
      void pool.destroy();
    },
  };
}

/**
 * Creates the function by which undici connects, limited to the timeout of a poll. Left alone, undici keeps on connecting
 * after the poll has timed out, until the kernel gives up after two minutes, while each further poll opens another socket;
 * and its own connect timeout may fire half a second early.
 */
function createConnector(timeoutMs: number) {
  const connect = buildConnector({ timeout: 0 });
  const connecting = new Set<Socket>();
  const cancel = (socket: Socket) => socket.destroy(new Error('connecting was cancelled'));
  return {
    connect(target: buildConnector.Options, callback: buildConnector.Callback): void {
      // The function returns the socket, though its type does not say so.
      const socket: unknown = connect(target, (...result) => {
        clearTimeout(timer);
        if (socket instanceof Socket) connecting.delete(socket);
        callback(...result);
      });
      const timer = setTimeout(() => socket instanceof Socket && cancel(socket), timeoutMs);
      if (socket instanceof Socket) connecting.add(socket);
    },
    cancel() {
      for (const socket of connecting) cancel(socket);
    },
  };
}

function createAuthorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** Collects the answer to one request. The first result counts; events after it change nothing. */
class RequestHandler implements Dispatcher.DispatchHandler {
  readonly #options: ApiClientOptions;
  readonly #settle: (result: FetchResult) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #encoding = '';
  #controller: Dispatcher.DispatchController | null = null;
  #isSettled = false;

  constructor(options: ApiClientOptions, settle: (result: FetchResult) => void) {
    this.#options = options;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#end(createTimeoutFailure(options.timeoutMs)), options.timeoutMs);
  }

  cancel(): void {
    this.#end(createClosedFailure());
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error('settled'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#encoding = String(headers['content-encoding'] ?? '').toLowerCase();
    const failure = checkStatus(statusCode, headers['retry-after']);
    if (failure) this.#end(failure);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxBodyBytes)
      this.#end(createTooLargeFailure(this.#options.maxBodyBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = Buffer.concat(this.#chunks);
    if (this.#encoding === '' || this.#encoding === 'identity') this.#end({ kind: 'answered', body });
    else
      void decompress(body, this.#encoding, this.#options.maxBodyBytes).then((result) => this.#end(result));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(describeErrorCode(readErrorCode(error)));
  }

  #end(result: FetchResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    if (result.kind === 'failed') this.#controller?.abort(new Error(result.reason));
    this.#settle(result);
  }
}

const DECOMPRESS = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/**
 * Decompresses a body, for servers that compress without being asked: for half a kilobyte compression costs more than it
 * saves, so no request asks for it. docs/adr/0001-libraries.md says why this is not undici's interceptor.
 */
async function decompress(body: Buffer, encoding: string, maxOutputLength: number): Promise<FetchResult> {
  if (!Object.hasOwn(DECOMPRESS, encoding)) return createFailure('network', 'unknown content encoding');
  try {
    const decompressed = await DECOMPRESS[encoding as keyof typeof DECOMPRESS](body, { maxOutputLength });
    return { kind: 'answered', body: decompressed };
  } catch (error) {
    const code = readErrorCode(error);
    return code === 'ERR_BUFFER_TOO_LARGE' ? createTooLargeFailure(maxOutputLength) : describeErrorCode(code);
  }
}

function readErrorCode(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  // Some errors of undici's parser have no code.
  return name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}
