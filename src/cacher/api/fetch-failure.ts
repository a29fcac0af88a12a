import type { FetchReason, FetchResult } from './api-client.ts';

type Failure = Extract<FetchResult, { kind: 'failed' }>;

export function createFailure(reason: FetchReason, message: string): Failure {
  return { kind: 'failed', reason, message };
}

export function createTimeoutFailure(timeoutMs: number): Failure {
  return createFailure('timeout', `no answer within ${timeoutMs} ms`);
}

export function createTooLargeFailure(maxBodyBytes: number): Failure {
  return createFailure('too-large', `body over ${maxBodyBytes} bytes`);
}

/** Somebody is waiting to see the foot: no API is left alone for longer, whatever it asks for. */
export const MAX_RETRY_AFTER_MS = 60_000;
const MAY_ASK_FOR_PATIENCE: readonly number[] = [429, 503];

/**
 * What a status says of an answer; null for the only one that brings a sample.
 *
 * @param retryAfter the header of that name (RFC 9110, 10.2.3): seconds, or a date
 */
export function checkStatus(statusCode: number, retryAfter?: unknown): Failure | null {
  if (statusCode === 200) return null;
  // A redirect could point somewhere inside.
  if (statusCode >= 300 && statusCode < 400)
    return createFailure('redirect', `HTTP ${statusCode}, redirects are not followed`);
  const failure = createFailure('http-status', `HTTP ${statusCode}`);
  const retryAfterMs = MAY_ASK_FOR_PATIENCE.includes(statusCode) ? parseRetryAfter(retryAfter) : null;
  return retryAfterMs === null ? failure : { ...failure, retryAfterMs };
}

/** Null for what is neither seconds nor a date. */
function parseRetryAfter(header: unknown): number | null {
  if (typeof header !== 'string') return null;
  const text = header.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : dateAheadMs(text);
  return waitMs === null ? null : Math.max(0, Math.min(MAX_RETRY_AFTER_MS, waitMs));
}

function dateAheadMs(text: string): number | null {
  // Of the many things that Date.parse takes for a date, only the one that HTTP writes.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs - Date.now();
}

/** Names an error by its code, without its text, which carries the URL and with it a password. */
export function describeErrorCode(code: string): Failure {
  switch (code) {
    case 'ECONNREFUSED':
      return createFailure('refused', 'connection refused');
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return createFailure('reset', 'connection reset');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return createFailure('dns', 'host name not found');
    default:
      if (/CERT|TLS|SSL|EPROTO|^UNABLE_TO_/.test(code)) return createFailure('tls', `TLS failed: ${code}`);
      return createFailure('network', `request failed: ${/^[A-Z_0-9]+$/.test(code) ? code : 'unknown'}`);
  }
}
