import { memoizeLatest } from '../../core/memoize.ts';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchFailure, FetchResult } from './api-client.ts';
import { decompress, parseContentEncoding } from './decompress.ts';
import {
  checkStatus,
  createClosedFailure,
  createTimeoutFailure,
  createTooLargeFailure,
  describeProxyStatus,
} from './fetch-failure.ts';
import { createRequestHeaders, type RequestHeaders } from './request-headers.ts';

/** Headers of an answer by lower-case name; some clients join those that come twice, others list them. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a transport calls while the answer to a request arrives. After `onEnd`, `onError` or an abort it calls nothing more. */
export interface AnswerListener {
  /** The head of the answer is there, of status 200 or more: those of 1xx are no answer. */
  onHead(statusCode: number, headers: AnswerHeaders): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  /** @param isStale whether a connection of an earlier request was used, and closed without a byte of an answer */
  onError(failure: FetchFailure, isStale: boolean): void;
}

/** One request. */
export interface HttpRequest {
  readonly patient: PatientId;
  readonly headers: RequestHeaders;
  /** Whether it needs a connection of its own, which no request has used before. */
  readonly isFresh: boolean;
}

/** What is left to an HTTP library: connections, and a request's way there and back. */
export interface HttpTransport {
  /** Sends a GET. Returns a function that aborts it, which may be called at any time. */
  send(request: HttpRequest, listener: AnswerListener): () => void;
  /** Closes every connection. */
  close(): void;
}

/** Creates an API client on a transport. All that it decides is decided here, so that every transport gives the same results. */
export function createPollClient(options: ApiClientOptions, transport: HttpTransport): ApiClient {
  const running = new Running();
  const readHeaders = memoizeLatest((configured: Readonly<Record<string, string>>) =>
    createRequestHeaders(new URL(options.baseUrl), configured, options.proxy),
  );
  return {
    fetch: (patient) =>
      new Promise((resolve) => {
        const headers = readHeaders(options.headers());
        const request = { patient, headers, isFresh: false };
        const poll = new Poll(options, transport, request, (result) => {
          running.remove(poll);
          resolve(result);
        });
        running.add(poll);
        poll.send();
      }),
    close() {
      running.cancelAll();
      transport.close();
    },
  };
}

/**
 * The polls under way. No Set: one that polls come into and leave for hours is copied in V8 again and again, and each copy
 * refers to the next, so that an old one keeps every later poll in memory until a full collection.
 */
class Running {
  /** Each at its `place`. */
  readonly #polls: Poll[] = [];

  add(poll: Poll): void {
    poll.place = this.#polls.push(poll) - 1;
  }

  /** Puts the last one in its place. */
  remove({ place }: Poll): void {
    const last = this.#polls.pop();
    if (last === undefined || last.place === place) return;
    this.#polls[place] = last;
    last.place = place;
  }

  cancelAll(): void {
    for (const poll of [...this.#polls]) poll.cancel();
  }
}

/** One poll: a request, which is sent again once when it met a connection that the server had just closed. */
class Poll implements AnswerListener {
  /** Where it stands among those under way. */
  place = 0;
  readonly #options: ApiClientOptions;
  readonly #transport: HttpTransport;
  readonly #request: HttpRequest;
  readonly #settle: (result: FetchResult) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #encodings: readonly string[] = [];
  #wasSentAgain = false;
  #isSettled = false;
  #abort: (() => void) | null = null;

  constructor(
    options: ApiClientOptions,
    transport: HttpTransport,
    request: HttpRequest,
    settle: (result: FetchResult) => void,
  ) {
    this.#options = options;
    this.#transport = transport;
    this.#request = request;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#end(createTimeoutFailure(options.timeoutMs)), options.timeoutMs);
  }

  send(): void {
    this.#abort = this.#transport.send(this.#request, this);
  }

  cancel(): void {
    this.#end(createClosedFailure());
  }

  onHead(statusCode: number, headers: AnswerHeaders): void {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined) this.#encodings = parseContentEncoding(String(encoding));
    const { date } = headers;
    if (this.#options.onDate && typeof date === 'string') this.#options.onDate(date);
    // Only a proxy asks for a login to itself.
    const isOfProxy = statusCode === 407 && this.#options.proxy;
    const failure = isOfProxy ? describeProxyStatus(407) : checkStatus(statusCode, headers['retry-after']);
    if (failure) this.#end(failure);
  }

  onData(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const { maxBodyBytes } = this.#options;
    if (this.#bytes > maxBodyBytes) this.#end(createTooLargeFailure(maxBodyBytes));
    else this.#chunks.push(chunk);
  }

  onEnd(): void {
    const [only] = this.#chunks;
    const body = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    if (this.#encodings.length === 0) this.#end({ kind: 'answered', body });
    else
      void decompress(body, this.#encodings, this.#options.maxBodyBytes).then((result) => this.#end(result));
  }

  onError(failure: FetchFailure, isStale: boolean): void {
    if (isStale && !this.#wasSentAgain) {
      this.#wasSentAgain = true;
      this.#abort = this.#transport.send({ ...this.#request, isFresh: true }, this);
    } else this.#end(failure);
  }

  #end(result: FetchResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#timer);
    if (result.kind === 'failed') this.#abort?.();
    this.#settle(result);
  }
}
