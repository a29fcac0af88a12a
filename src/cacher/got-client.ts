import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Got, got, RequestError, TimeoutError } from 'got';
import type { PatientId } from '../core/patient.ts';
import type { ApiClient, ApiClientOptions, Fetched, FetchReason } from './api-client.ts';

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
): Promise<Fetched> {
  return new Promise((resolve) => {
    const giveUp = () => fail('closed', 'given up at the end');
    underWay.add(giveUp);
    const settle = (fetched: Fetched) => {
      underWay.delete(giveUp);
      resolve(fetched);
    };
    const stream = client.stream(options.baseUrl + patient);
    const chunks: Buffer[] = [];
    let bytes = 0;
    // The first ending wins; what the stream says after it was destroyed is of no interest.
    const fail = (reason: FetchReason, message: string) => {
      settle({ kind: 'failed', reason, message });
      stream.destroy();
    };
    stream.on('response', ({ statusCode }: { statusCode: number }) => {
      if (statusCode >= 300 && statusCode < 400)
        fail('redirect', `HTTP ${statusCode}, redirects are not followed`);
      else if (statusCode !== 200) fail('http-status', `HTTP ${statusCode}`);
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > options.maxBodyBytes) fail('too-large', `body over ${options.maxBodyBytes} bytes`);
      else chunks.push(chunk);
    });
    stream.on('end', () => settle({ kind: 'answered', body: Buffer.concat(chunks) }));
    stream.on('error', (error: Error) => {
      const { reason, message } = explain(error, options.timeoutMs);
      fail(reason, message);
    });
  });
}

/** Names an error without its text, which carries the URL and with it a password. */
function explain(error: Error, timeoutMs: number): { reason: FetchReason; message: string } {
  if (error instanceof TimeoutError)
    return { reason: 'timeout', message: `no answer within ${timeoutMs} ms` };
  const code = error instanceof RequestError ? error.code : '';
  switch (code) {
    case 'ECONNREFUSED':
      return { reason: 'refused', message: 'connection refused' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { reason: 'reset', message: 'connection reset' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { reason: 'dns', message: 'host name not found' };
    default:
      if (/CERT|TLS|SSL|EPROTO|^UNABLE_TO_/.test(code))
        return { reason: 'tls', message: `TLS failed: ${code}` };
      return {
        reason: 'network',
        message: `request failed: ${/^[A-Z_0-9]+$/.test(code) ? code : 'unknown'}`,
      };
  }
}
