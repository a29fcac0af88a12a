import type { PatientId } from '../../core/patient.ts';

/** Why a poll brought no body. */
export type FetchReason =
  | 'timeout'
  | 'refused'
  | 'reset'
  | 'dns'
  | 'tls'
  | 'http-status'
  | 'redirect'
  | 'closed'
  | 'too-large'
  | 'network';

export type FetchResult =
  | { readonly kind: 'answered'; readonly body: Uint8Array }
  /** The message is for people and holds no address and no content. */
  | {
      readonly kind: 'failed';
      readonly reason: FetchReason;
      readonly message: string;
      /** How long the API asks to be left alone for, by `Retry-After`; absent when it does not. */
      readonly retryAfterMs?: number;
    };

/** The API, a patient at a time. A fetch never rejects, and ends within the client's timeout. */
export interface ApiClient {
  fetch(patient: PatientId): Promise<FetchResult>;
  /** Ends every connection; a fetch under way fails. */
  close(): void;
}

export interface ApiClientOptions {
  /** Ends in a slash; a patient's number is appended. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** Largest body taken, in bytes, after unpacking. */
  readonly maxBodyBytes: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer has some 500 bytes; one of more than this is no answer. */
export const MAX_BODY_BYTES = 65_536;
