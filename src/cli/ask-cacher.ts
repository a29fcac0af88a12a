import { get } from 'node:http';
import type { ListenAddress } from '../settings/listen-address.ts';

/** How long a cacher may take to answer: one that is stopped or hangs never does. */
const TIMEOUT_MS = 2000;
const MAX_ANSWER_CHARACTERS = 1_000_000;
/** Addresses that stand for all of this machine when listening. */
const ANY_HOST: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What a running cacher answered, or why it did not. */
export type CacherAnswer =
  | { readonly kind: 'answered'; readonly isOk: boolean; readonly text: string }
  /** Nobody listens at the address. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** Somebody listens, and does not answer as a cacher does. */
  | { readonly kind: 'silent'; readonly reason: string };

/** Asks the cacher that serves its metrics at an address of this machine, without a proxy. */
export function askCacher(
  { host, port }: ListenAddress,
  path: '/readyz' | '/metrics',
): Promise<CacherAnswer> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request = get({ host: ANY_HOST[host] ?? host, port, path, signal, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        if (text.length > MAX_ANSWER_CHARACTERS) request.destroy();
      });
      response.on('end', () => {
        const { statusCode } = response;
        // Not ready is 503; anything else comes from another program.
        if (statusCode === 200 || statusCode === 503)
          resolve({ kind: 'answered', isOk: statusCode === 200, text: text.trim() });
        else resolve({ kind: 'silent', reason: `HTTP ${statusCode}, which is no answer of a cacher` });
      });
      response.on('error', () => resolve({ kind: 'silent', reason: explain(signal, undefined) }));
    });
    request.on('error', ({ code }: NodeJS.ErrnoException) => {
      const kind =
        code === 'ECONNREFUSED' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? 'absent' : 'silent';
      resolve({ kind, reason: explain(signal, code) });
    });
  });
}

function explain({ aborted }: AbortSignal, code: string | undefined): string {
  if (aborted) return `no answer within ${TIMEOUT_MS / 1000} s`;
  return code === 'ECONNREFUSED'
    ? 'connection refused'
    : `no proper answer${code === undefined ? '' : `: ${code}`}`;
}
