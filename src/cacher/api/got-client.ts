import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Got, got, RequestError, TimeoutError } from 'got';
import type { PatientId } from '../../core/patient.ts';
import type { ApiClient, ApiClientOptions, FetchResult } from './api-client.ts';
import {
  checkStatus,
  createFailure,
  createTimeoutFailure,
  createTooLargeFailure,
  describeErrorCode,
} from './fetch-failure.ts';

/** The API by got. Its streams cost less than its promises, and let a body be cut off while it comes. */
export function createGotClient(options: ApiClientOptions): ApiClient {
  // One socket a patient at most is under way, so the agents need no limit of their own.
  const agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const client = got.extend({
    agent,
    // The next poll is the retry.
    retry: { limit: 0 },
    // The only timeout that a slow drip does not outlive.
    timeout: { request: options.timeoutMs },
    // A redirect could point somewhere inside.
    followRedirect: false,
    throwHttpErrors: false,
    headers: { 'user-agent': 'footwatch', accept: 'application/json', ...options.headers },
  });
  const underWay: UnderWay = new Set();
  return {
    fetch: (patient) => fetchBody(client, patient, options, underWay),
    close() {
      for (const giveUp of underWay) giveUp();
      agent.http.destroy();
      agent.https.destroy();
    },
  };
}

/** How to give up each fetch that is under way. */
type UnderWay = Set<() => void>;

function fetchBody(
  client: Got,
  patient: PatientId,
  options: ApiClientOptions,
  underWay: UnderWay,
): Promise<FetchResult> {
  return new Promise((resolve) => {
    const giveUp = () => fail(createFailure('closed', 'given up at the end'));
    underWay.add(giveUp);
    const settle = (fetched: FetchResult) => {
      underWay.delete(giveUp);
      resolve(fetched);
    };
    const stream = client.stream(options.baseUrl + patient);
    const chunks: Buffer[] = [];
    let bytes = 0;
    // The first ending wins; what the stream says after it was destroyed is of no interest.
    const fail = (failure: FetchResult) => {
      settle(failure);
      stream.destroy();
    };
    stream.on('response', ({ statusCode, headers }: IncomingMessage) => {
      const refused = checkStatus(statusCode ?? 0, headers['retry-after']);
      if (refused) fail(refused);
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > options.maxBodyBytes) fail(createTooLargeFailure(options.maxBodyBytes));
      else chunks.push(chunk);
    });
    stream.on('end', () => settle({ kind: 'answered', body: Buffer.concat(chunks) }));
    stream.on('error', (error: Error) => fail(explain(error, options.timeoutMs)));
  });
}

function explain(error: Error, timeoutMs: number): FetchResult {
  if (error instanceof TimeoutError) return createTimeoutFailure(timeoutMs);
  return describeErrorCode(error instanceof RequestError ? error.code : '');
}
