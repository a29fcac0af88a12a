import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as sendRequest,
} from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { got, type Request, type RequestFunction } from 'got';
import { appendPatient } from '../../core/request-target.ts';
import type { ApiClient, ApiClientOptions, FetchFailure } from './api-client.ts';
import { ConnectError, type Connector, createConnector, type OnConnected } from './connector.ts';
import { describeErrorCode, readErrorCode } from './fetch-failure.ts';
import { type AnswerListener, createPollClient, type HttpTransport } from './poll-client.ts';

/** Creates an API client on got, the default. It uses got's streams, which cost less than its promises. */
export function createGotClient(options: ApiClientOptions): ApiClient {
  return createPollClient(options, createTransport(options));
}

function createTransport(options: ApiClientOptions): HttpTransport {
  const url = new URL(options.baseUrl);
  const target = options.target ?? appendPatient(options.baseUrl);
  const connector = createConnector(options);
  // The headers hold the user and the password.
  url.username = '';
  url.password = '';
  // A patient has at most one request at a time, so the agents need no limit on sockets.
  const kept = createAgent(url, connector, true);
  const fresh = createAgent(url, connector, false);
  const client = got.extend({
    // The next poll is the retry.
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    // A proxy that reads the request has to know the host (RFC 9112, 3.2.2).
    ...(options.proxy && url.protocol === 'http:' && { request: requestByProxy }),
  });
  return {
    send(patient, headers, isFresh, listener) {
      const agent = isFresh ? fresh : kept;
      const stream = client.stream(url.origin + target(patient), {
        headers,
        agent: { http: agent, https: agent },
      });
      return { abort: passOn(stream, listener) };
    },
    close() {
      connector.close();
      kept.destroy();
      fresh.destroy();
    },
  };
}

/** Sends a request whose path is the whole address. */
const requestByProxy: RequestFunction = (url, options, onResponse) =>
  sendRequest(url, { ...(options as RequestOptions), path: url.href }, onResponse);

/** An agent whose connections come from the connector. One that brings something while nobody asks is closed. */
function createAgent({ protocol }: URL, connector: Connector, keepAlive: boolean): HttpsAgent {
  const agent = protocol === 'https:' ? new HttpsAgent({ keepAlive }) : new HttpAgent({ keepAlive });
  const createConnection = (_: unknown, onConnected: OnConnected) => {
    connector.connect(onConnected);
  };
  agent.on('free', (socket: Duplex) => socket.on('data', closeUnasked));
  // got's type asks for an agent of HTTPS also where it is for HTTP.
  return Object.assign(agent, { createConnection }) as HttpAgent as HttpsAgent;
}

/** What comes unasked would be taken for the answer to the next request, which may be one for another patient. */
function closeUnasked(this: Duplex): void {
  this.destroy();
}

/** Passes the answer to one request on. Returns a function that aborts it. */
function passOn(stream: Request, listener: AnswerListener): () => void {
  let isOver = false;
  let request: ClientRequest | null = null;
  let bytesReadBefore = 0;
  const end = () => {
    isOver = true;
    stream.destroy();
  };
  stream.on('request', (sent: ClientRequest) => {
    request = sent;
    // Node would leave out what exceeds 2,000 headers, without a word.
    sent.maxHeadersCount = 0;
    sent.once('socket', (socket: Socket) => {
      socket.off('data', closeUnasked);
      bytesReadBefore = socket.bytesRead;
    });
    sent.once('upgrade', ({ statusCode = 0 }: IncomingMessage) => {
      if (!isOver) listener.onHead(statusCode, {});
    });
    ignoreErrorsAfterAnswer(sent);
  });
  stream.on('response', ({ statusCode = 0, headers }: IncomingMessage) => {
    if (!isOver) listener.onHead(statusCode, headers);
  });
  stream.on('data', (chunk: Buffer) => {
    if (!isOver) listener.onData(chunk);
  });
  stream.on('end', () => {
    if (isOver) return;
    isOver = true;
    listener.onEnd();
  });
  stream.on('error', (error: Error) => {
    if (isOver) return;
    const failure = describeError(error);
    const isStale =
      failure.reason === 'reset' &&
      request?.reusedSocket === true &&
      request.socket?.bytesRead === bytesReadBefore;
    end();
    listener.onError(failure, isStale);
  });
  return end;
}

/**
 * Lets an answer count that is complete by its content length although something follows it. Node's parser finds that before
 * anybody could read the body, and got would give it up.
 */
function ignoreErrorsAfterAnswer(request: ClientRequest): void {
  let answer: IncomingMessage | null = null;
  request.prependOnceListener('response', (response: IncomingMessage) => {
    answer = response;
  });
  const emit = request.emit.bind(request);
  request.emit = (event: string | symbol, ...rest: unknown[]) =>
    event === 'error' && answer?.complete ? false : emit(event, ...rest);
}

/** Describes an error of got, which carries the one of Node. */
function describeError(error: Error): FetchFailure {
  return error.cause instanceof ConnectError ? error.cause.failure : describeErrorCode(readErrorCode(error));
}
