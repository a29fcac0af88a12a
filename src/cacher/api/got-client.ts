import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Got, got, RequestError, TimeoutError } from 'got';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchFailure, FetchResult } from './api-client.ts';
import {
  checkStatus,
  createClosedFailure,
  createTimeoutFailure,
  createTooLargeFailure,
  describeErrorCode,
} from './fetch-failure.ts';

/**
 * Creates an API client on got, the default. It uses got's streams: they cost less than its promises, and a body that is
 * too large can be cut off while it arrives.
 */
export function createGotClient(options: ApiClientOptions): ApiClient {
  // A patient has at most one request at a time, so the agents need no limit on sockets.
  const agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const client = got.extend({
    agent,
    // The next poll is the retry.
    retry: { limit: 0 },
    // Of got's timeouts only this one also ends an answer that arrives byte by byte.
    timeout: { request: options.timeoutMs },
    followRedirect: false,
    throwHttpErrors: false,
    headers: { 'user-agent': 'footwatch', accept: 'application/json', ...options.headers },
  });
  const running: RunningFetches = new Set();
  return {
    fetch: (patient) => fetchBody(client, patient, options, running),
    close() {
      for (const cancel of running) cancel();
      agent.http.destroy();
      agent.https.destroy();
    },
  };
}

/** A function for each running fetch that cancels it. */
type RunningFetches = Set<() => void>;

function fetchBody(
  client: Got,
  patient: PatientId,
  options: ApiClientOptions,
  running: RunningFetches,
): Promise<FetchResult> {
  return new Promise((resolve) => {
    const cancel = () => fail(createClosedFailure());
    running.add(cancel);
    const settle = (result: FetchResult) => {
      running.delete(cancel);
      resolve(result);
    };
    const stream = client.stream(options.baseUrl + patient);
    const chunks: Buffer[] = [];
    let bytes = 0;
    // The first result counts; events that the stream emits after it was destroyed change nothing.
    const fail = (failure: FetchFailure) => {
      settle(failure);
      stream.destroy();
    };
    stream.on('response', ({ statusCode, headers }: IncomingMessage) => {
      const failure = checkStatus(statusCode ?? 0, headers['retry-after']);
      if (failure) fail(failure);
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > options.maxBodyBytes) fail(createTooLargeFailure(options.maxBodyBytes));
      else chunks.push(chunk);
    });
    stream.on('end', () => settle({ kind: 'answered', body: Buffer.concat(chunks) }));
    stream.on('error', (error: Error) => fail(describeError(error, options.timeoutMs)));
  });
}

function describeError(error: Error, timeoutMs: number): FetchFailure {
  if (error instanceof TimeoutError) return createTimeoutFailure(timeoutMs);
  return describeErrorCode(error instanceof RequestError ? error.code : '');
}
