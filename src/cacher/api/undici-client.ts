import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { memoizeLatest } from '../../core/memoize.ts';
import { appendPatient } from '../../core/request-target.ts';
import type { ApiClient, ApiClientOptions, FetchFailure } from './api-client.ts';
import { ConnectError, type Connector, createConnector } from './connector.ts';
import { checkStatus, describeErrorCode, readErrorCode } from './fetch-failure.ts';
import { type InterimAnswers, watchInterimAnswers } from './interim-answers.ts';
import {
  type AnswerListener,
  createPollClient,
  type HttpTransport,
  type SentRequest,
} from './poll-client.ts';
import { readRawHeaders } from './raw-headers.ts';
import type { RequestHeaders } from './request-headers.ts';

/**
 * Creates an API client on undici's dispatcher, which takes the least CPU a request of all HTTP clients in Node: for a
 * thousand patients and more in one process.
 */
export function createUndiciClient(options: ApiClientOptions): ApiClient {
  return createPollClient(options, createTransport(options));
}

function createTransport(options: ApiClientOptions): HttpTransport {
  const base = new URL(options.baseUrl);
  const { origin } = base;
  const connector = createConnector(options);
  // A proxy that reads the request has to know the host (RFC 9112, 3.2.2).
  const host = options.proxy && base.protocol === 'http:' ? base.origin : '';
  const target = options.target ?? appendPatient(options.baseUrl);
  const listHeaders = memoizeLatest((headers: RequestHeaders) => listOwnHeaders(headers, base.host));
  /** The connections that no request is using, the one used last at the end. */
  const idle: Connection[] = [];
  return {
    send(patient, headers, isFresh, listener) {
      const connection = (isFresh ? undefined : idle.pop()) ?? new Connection(origin, connector, idle);
      // With its origin, which undici would put together again for each.
      const path = host + target(patient);
      const request = { origin, path, method: 'GET', headers: listHeaders(headers) } as const;
      return connection.send(request, listener);
    },
    close() {
      connector.close();
      for (const connection of idle.splice(0)) connection.destroy();
    },
  };
}

/** The headers as undici takes them soonest: names and values in turn, without the host that it sends by itself. */
function listOwnHeaders(headers: RequestHeaders, host: string): string[] {
  return Object.entries(headers)
    .filter(([name, value]) => name !== 'host' || value !== host)
    .flat();
}

/**
 * One connection, for one request at a time. undici's pool of them would not tell which one a request used, and looks
 * through all of them for one that is free.
 */
class Connection {
  readonly #client: Client;
  readonly #idle: Connection[];
  #socket: Socket | null = null;
  #socketError: Error | null = null;
  #interim: InterimAnswers | null = null;
  #giveUp: (() => void) | null = null;
  /** Whether the socket has carried a request before this one. */
  #isReused = false;

  constructor(origin: string, connector: Connector, idle: Connection[]) {
    this.#idle = idle;
    this.#client = new Client(origin, {
      // There is never a second one. With 1, undici would also wait for the next turn of the event loop and tell that it has room.
      pipelining: 2,
      // The timer of the poll covers both.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_, callback) => {
        this.#giveUp = connector.connect((error, socket) => {
          if (error !== null || socket === undefined) return callback(error ?? new Error('no socket'), null);
          this.#socket = socket;
          this.#socketError = null;
          socket.once('error', (fault) => {
            this.#socketError = fault;
          });
          this.#interim = watchInterimAnswers(socket);
          this.#isReused = false;
          callback(null, socket);
        });
      },
    });
  }

  /** Whether the socket broke; a body that lasts until the connection ends is not known to be whole then. */
  get isBroken(): boolean {
    return readErrorCode(this.#socket?.errored ?? {}) === 'ECONNRESET';
  }

  /** What went wrong with the socket first: undici may tell what followed from it. */
  get socketError(): Error | null {
    return this.#socketError;
  }

  /** The failure of an answer with a status that undici does not take; null for any other. */
  get oddStatusFailure(): FetchFailure | null {
    const status = this.#interim?.oddStatus ?? null;
    return status === null ? null : checkStatus(status);
  }

  /** Whether the socket has carried a request before this one, and brought nothing for this one. */
  get isStale(): boolean {
    return this.#isReused && this.#interim?.hasBegun === false;
  }

  send(request: Dispatcher.DispatchOptions, listener: AnswerListener): SentRequest {
    const handler = new RequestHandler(this, listener);
    this.#client.dispatch(request, handler);
    return handler;
  }

  /** The request is about to be written. */
  noteSent(): void {
    this.#interim?.expectAnswer();
  }

  /** The answer is complete. */
  release(): void {
    this.#isReused = true;
    this.#idle.push(this);
  }

  destroy(): void {
    this.#giveUp?.();
    void this.#client.destroy();
  }
}

/** How undici's parser says that a body ended early, in an error without a code. */
const END_OF_INPUT = /\(Invalid EOF state\)/;

/**
 * Passes the answer to one request on. It has undici's older methods: those that replace them make a text of each header and two more
 * objects of each request.
 */
class RequestHandler implements Dispatcher.DispatchHandler, SentRequest {
  readonly #connection: Connection;
  readonly #listener: AnswerListener;
  #isOver = false;
  #hasHead = false;

  constructor(connection: Connection, listener: AnswerListener) {
    this.#connection = connection;
    this.#listener = listener;
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.destroy();
  }

  onConnect(): void {
    this.#connection.noteSent();
  }

  onHeaders(statusCode: number, headers: Buffer[]): boolean {
    if (this.#isOver || statusCode < 200) return true;
    this.#hasHead = true;
    this.#listener.onHead(statusCode, readRawHeaders(headers));
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (!this.#isOver) this.#listener.onData(chunk);
    return true;
  }

  onComplete(): void {
    if (this.#isOver) return;
    if (this.#connection.isBroken) this.#fail(describeErrorCode('ECONNRESET'));
    else {
      this.#isOver = true;
      this.#connection.release();
      this.#listener.onEnd();
    }
  }

  onError(error: Error): void {
    if (!this.#isOver) this.#fail(this.#describe(error));
  }

  #describe(told: Error): FetchFailure {
    if (told instanceof ConnectError) return told.failure;
    const error = this.#connection.socketError ?? told;
    const code = END_OF_INPUT.test(error.message) ? 'ECONNRESET' : readErrorCode(error);
    // undici's name for every fault of an answer with a content length, in its head as well as in its body.
    const isFaultOfHead = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && !this.#hasHead;
    return this.#connection.oddStatusFailure ?? describeErrorCode(isFaultOfHead ? 'HPE_INVALID' : code);
  }

  #fail(failure: FetchFailure): void {
    this.#isOver = true;
    const isStale = failure.reason === 'reset' && this.#connection.isStale;
    this.#connection.destroy();
    this.#listener.onError(failure, isStale);
  }
}
