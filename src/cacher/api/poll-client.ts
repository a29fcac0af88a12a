import { memoizeLatest } from '../../core/memoize.ts';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchFailure, FetchResult } from './api-client.ts';
import { Deadline, Deadlines } from './deadlines.ts';
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

/** A request that is under way. */
export interface SentRequest {
  /** Gives it up; may be called at any time. */
  abort(): void;
}

/** What is left to an HTTP library: connections, and a request's way there and back. */
export interface HttpTransport {
  /**
   * Sends a GET.
   *
   * @param isFresh whether it needs a connection of its own, which no request has used before
   */
  send(patient: PatientId, headers: RequestHeaders, isFresh: boolean, listener: AnswerListener): SentRequest;
  /** Closes every connection. */
  close(): void;
}

/** Creates an API client on a transport. All that it decides is decided here, so that every transport gives the same results. */
export function createPollClient(options: ApiClientOptions, transport: HttpTransport): ApiClient {
  const readHeaders = memoizeLatest((configured: Readonly<Record<string, string>>) =>
    createRequestHeaders(new URL(options.baseUrl), configured, options.proxy),
  );
  const polls = new Deadlines(options.timeoutMs);
  const client: PollContext = { options, transport, polls };
  return {
    fetch: (patient) =>
      new Promise((resolve) =>
        new Poll(client, patient, readHeaders(options.headers()), resolve).send(false),
      ),
    close() {
      for (const poll of polls.list()) if (poll instanceof Poll) poll.close();
      polls.close();
      transport.close();
    },
  };
}

/** What the polls of a client share. */
interface PollContext {
  readonly options: ApiClientOptions;
  readonly transport: HttpTransport;
  /** The polls under way. */
  readonly polls: Deadlines;
}

/** One poll: a request, which is sent again once when it met a connection that the server had just closed. Hot path. */
class Poll extends Deadline implements AnswerListener {
  readonly #client: PollContext;
  readonly #patient: PatientId;
  readonly #headers: RequestHeaders;
  readonly #settle: (result: FetchResult) => void;
  /** The body so far: nearly always it comes in one piece. */
  #body: Buffer | null = null;
  #further: Buffer[] | null = null;
  #bytes = 0;
  #encodings: readonly string[] | null = null;
  #wasSentAgain = false;
  #isSettled = false;
  #sent: SentRequest | null = null;

  constructor(
    client: PollContext,
    patient: PatientId,
    headers: RequestHeaders,
    settle: (result: FetchResult) => void,
  ) {
    super();
    this.#client = client;
    this.#patient = patient;
    this.#headers = headers;
    this.#settle = settle;
    client.polls.set(this);
  }

  send(isFresh: boolean): void {
    this.#sent = this.#client.transport.send(this.#patient, this.#headers, isFresh, this);
  }

  override expire(): void {
    this.#end(createTimeoutFailure(this.#client.options.timeoutMs), false);
  }

  close(): void {
    this.#end(createClosedFailure());
  }

  onHead(statusCode: number, headers: AnswerHeaders): void {
    const { options } = this.#client;
    const encoding = headers['content-encoding'];
    if (encoding !== undefined) this.#encodings = parseContentEncoding(String(encoding));
    const { date } = headers;
    if (options.onDate && typeof date === 'string') options.onDate(date);
    // Only a proxy asks for a login to itself.
    const isOfProxy = statusCode === 407 && options.proxy;
    const failure = isOfProxy ? describeProxyStatus(407) : checkStatus(statusCode, headers['retry-after']);
    if (failure) this.#end(failure);
  }

  onData(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const { maxBodyBytes } = this.#client.options;
    if (this.#bytes > maxBodyBytes) this.#end(createTooLargeFailure(maxBodyBytes));
    else if (this.#body === null) this.#body = chunk;
    else if (this.#further === null) this.#further = [this.#body, chunk];
    else this.#further.push(chunk);
  }

  onEnd(): void {
    const body = this.#further === null ? this.#body : Buffer.concat(this.#further);
    const answered = body ?? Buffer.alloc(0);
    if (this.#encodings === null || this.#encodings.length === 0)
      this.#end({ kind: 'answered', body: answered });
    else {
      const { maxBodyBytes } = this.#client.options;
      void decompress(answered, this.#encodings, maxBodyBytes).then((result) => this.#end(result));
    }
  }

  onError(failure: FetchFailure, isStale: boolean): void {
    if (isStale && !this.#wasSentAgain) {
      this.#wasSentAgain = true;
      this.send(true);
    } else this.#end(failure);
  }

  /** @param isSet whether its deadline is still set */
  #end(result: FetchResult, isSet = true): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (isSet) this.#client.polls.cancel(this);
    if (result.kind === 'failed') this.#sent?.abort();
    this.#settle(result);
  }
}
