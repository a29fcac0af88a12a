import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchResult } from './api-client.ts';
import {
  checkStatus,
  createFailure,
  createTimeoutFailure,
  createTooLargeFailure,
  describeErrorCode,
} from './fetch-failure.ts';

/** The API by undici's dispatcher, the leanest way of HTTP in Node: for a thousand patients and more in a process. */
export function createUndiciClient(options: ApiClientOptions): ApiClient {
  const base = new URL(options.baseUrl);
  const connector = connectWithin(options.timeoutMs);
  const pool = new Pool(base.origin, {
    // One request a patient at most is under way, so the pool needs no limit of its own.
    connections: null,
    pipelining: 1,
    // The poll's own timeout covers these.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connector.connect,
  });
  const pathPrefix = base.pathname + base.search;
  const headers = {
    'user-agent': 'footwatch',
    accept: 'application/json',
    ...signIn(base),
    ...options.headers,
  };
  const underWay = new Set<Poll>();
  return {
    fetch(patient: PatientId): Promise<FetchResult> {
      return new Promise((resolve) => {
        const poll = new Poll(options, (fetched) => {
          underWay.delete(poll);
          resolve(fetched);
        });
        underWay.add(poll);
        pool.dispatch({ path: pathPrefix + patient, method: 'GET', headers }, poll);
      });
    },
    close() {
      for (const poll of underWay) poll.giveUp();
      connector.giveUp();
      void pool.destroy();
    },
  };
}

/**
 * Connects for as long as the poll takes that asks for it: undici goes on when the poll has ended, until the kernel gives
 * up after two minutes, and connects anew for the next poll. Its own timeout may be half a second early.
 */
function connectWithin(timeoutMs: number) {
  const connect = buildConnector({ timeout: 0 });
  const connecting = new Set<Socket>();
  const giveUp = (socket: Socket) => socket.destroy(new Error('connecting was given up'));
  return {
    connect(target: buildConnector.Options, callback: buildConnector.Callback): void {
      // Its type does not tell of the socket that it returns.
      const socket: unknown = connect(target, (...ended) => {
        clearTimeout(timer);
        if (socket instanceof Socket) connecting.delete(socket);
        callback(...ended);
      });
      const timer = setTimeout(() => socket instanceof Socket && giveUp(socket), timeoutMs);
      if (socket instanceof Socket) connecting.add(socket);
    },
    giveUp() {
      for (const socket of connecting) giveUp(socket);
    },
  };
}

function signIn({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** One request. The first ending wins; what comes after it was aborted is of no interest. */
class Poll implements Dispatcher.DispatchHandler {
  readonly #options: ApiClientOptions;
  readonly #settle: (fetched: FetchResult) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #encoding = '';
  #controller: Dispatcher.DispatchController | null = null;
  #isSettled = false;

  constructor(options: ApiClientOptions, settle: (fetched: FetchResult) => void) {
    this.#options = options;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#end(createTimeoutFailure(options.timeoutMs)), options.timeoutMs);
  }

  giveUp(): void {
    this.#end(createFailure('closed', 'given up at the end'));
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
    const refused = checkStatus(statusCode, headers['retry-after']);
    if (refused) this.#end(refused);
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
    else void unpack(body, this.#encoding, this.#options.maxBodyBytes).then((fetched) => this.#end(fetched));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(describeErrorCode(codeOf(error)));
  }

  #end(fetched: FetchResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    if (fetched.kind === 'failed') this.#controller?.abort(new Error(fetched.reason));
    this.#settle(fetched);
  }
}

const UNPACK = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** Nobody asked for a packed body, which for half a kilobyte costs more than it saves; but some servers send one. */
async function unpack(packed: Buffer, encoding: string, maxOutputLength: number): Promise<FetchResult> {
  if (!Object.hasOwn(UNPACK, encoding)) return createFailure('network', 'body is packed in an unknown way');
  try {
    const body = await UNPACK[encoding as keyof typeof UNPACK](packed, { maxOutputLength });
    return { kind: 'answered', body };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ERR_BUFFER_TOO_LARGE' ? createTooLargeFailure(maxOutputLength) : describeErrorCode(code);
  }
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  // Not every error of undici's parser says which one it is.
  return name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}
