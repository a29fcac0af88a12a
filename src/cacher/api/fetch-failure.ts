import { explainTlsCode, isTlsCode } from '../../core/tls-failure.ts';
import type { FetchFailure, FetchReason } from './api-client.ts';

/** A failure with a message for people, which must hold neither the address nor anything of the body. */
export function createFailure(reason: FetchReason, message: string): FetchFailure {
  return { kind: 'failed', reason, message };
}

/** The failure of a poll that took longer than its timeout. */
export function createTimeoutFailure(timeoutMs: number): FetchFailure {
  return createFailure('timeout', `no answer within ${timeoutMs} ms`);
}

/** The failure of a poll whose body exceeded the size limit. */
export function createTooLargeFailure(maxBodyBytes: number): FetchFailure {
  return createFailure('too-large', `body over ${maxBodyBytes} bytes`);
}

/** The failure of a poll that was running when its client was closed. */
export function createClosedFailure(): FetchFailure {
  return createFailure('closed', 'cancelled at shutdown');
}

/** The failure of a request to the proxy itself, which it answered with another status than 2xx. */
export function describeProxyStatus(statusCode: number): FetchFailure {
  return createFailure(
    'proxy',
    statusCode === 407
      ? 'the proxy asks for another user or password (HTTP 407)'
      : `the proxy makes no connection (HTTP ${statusCode})`,
  );
}

/** Longest `Retry-After` that is honoured: a patient on a screen must not disappear for longer than a minute. */
const MAX_RETRY_AFTER_MS = 60_000;
const STATUSES_WITH_RETRY_AFTER: readonly number[] = [429, 503];

/**
 * Checks the HTTP status of an answer: only 200 brings a sample.
 *
 * @param retryAfter the `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date
 * @returns null for 200, the failure for any other status
 */
export function checkStatus(statusCode: number, retryAfter?: unknown): FetchFailure | null {
  if (statusCode === 200) return null;
  // A redirect could point at a host inside the network.
  if (statusCode >= 300 && statusCode < 400)
    return createFailure('redirect', `HTTP ${statusCode}, redirects are not followed`);
  const failure = createFailure('http-status', `HTTP ${statusCode}`);
  const retryAfterMs = STATUSES_WITH_RETRY_AFTER.includes(statusCode) ? parseRetryAfter(retryAfter) : null;
  return retryAfterMs === null ? failure : { ...failure, retryAfterMs };
}

/** Returns null for what is neither seconds nor a date. Of several headers the first counts. */
function parseRetryAfter(header: unknown): number | null {
  const first: unknown = Array.isArray(header) ? header[0] : header;
  if (typeof first !== 'string') return null;
  const text = first.trim();
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : parseTimeUntil(text);
  return waitMs === null ? null : Math.max(0, Math.min(MAX_RETRY_AFTER_MS, waitMs));
}

function parseTimeUntil(text: string): number | null {
  // Date.parse accepts many formats; HTTP has only this one.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs - Date.now();
}

/**
 * Turns an error code of Node or undici into a failure. The error's own message is left out, as it may hold the URL and with it
 * a password.
 */
export function describeErrorCode(code: string): FetchFailure {
  switch (code) {
    case 'ECONNREFUSED':
      return createFailure('refused', 'connection refused');
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_INFO':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return createFailure('reset', 'connection reset');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return createFailure('dns', 'host name not found');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return createFailure('network', 'host not reachable');
    case 'ETIMEDOUT':
      return createFailure('timeout', 'the connection timed out');
    case 'HPE_HEADER_OVERFLOW':
    case 'UND_ERR_HEADERS_OVERFLOW':
      return createFailure('too-large', 'the head of the answer is too large');
    default:
      // Each library has a parser of its own, with names of its own for what is wrong.
      if (code.startsWith('HPE_')) return createFailure('network', 'the answer is not valid HTTP');
      if (isTlsCode(code)) return createFailure('tls', `TLS failed: ${explainTlsCode(code)}`);
      return createFailure('network', `request failed: ${/^[A-Z_0-9]+$/.test(code) ? code : 'unknown'}`);
  }
}

/** The code of an error of Node or undici; empty when it has none. */
export function readErrorCode(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  // Some errors of undici's parser have no code.
  return name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}
