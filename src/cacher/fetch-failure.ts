import type { Fetched, FetchReason } from './api-client.ts';

type Failure = Extract<Fetched, { kind: 'failed' }>;

export function failed(reason: FetchReason, message: string): Failure {
  return { kind: 'failed', reason, message };
}

export function timedOut(timeoutMs: number): Failure {
  return failed('timeout', `no answer within ${timeoutMs} ms`);
}

export function tooLarge(maxBodyBytes: number): Failure {
  return failed('too-large', `body over ${maxBodyBytes} bytes`);
}

/** What a status says of an answer; null for the only one that brings a sample. */
export function refusedStatus(statusCode: number): Failure | null {
  if (statusCode === 200) return null;
  // A redirect could point somewhere inside.
  if (statusCode >= 300 && statusCode < 400)
    return failed('redirect', `HTTP ${statusCode}, redirects are not followed`);
  return failed('http-status', `HTTP ${statusCode}`);
}

/** Names an error by its code, without its text, which carries the URL and with it a password. */
export function explainCode(code: string): Failure {
  switch (code) {
    case 'ECONNREFUSED':
      return failed('refused', 'connection refused');
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return failed('reset', 'connection reset');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failed('dns', 'host name not found');
    default:
      if (/CERT|TLS|SSL|EPROTO|^UNABLE_TO_/.test(code)) return failed('tls', `TLS failed: ${code}`);
      return failed('network', `request failed: ${/^[A-Z_0-9]+$/.test(code) ? code : 'unknown'}`);
  }
}
