import type { PatientId } from '../../core/patient.ts';
import type { RequestTarget } from '../../core/request-target.ts';

/** Why a poll brought no body; the value of the metrics label `outcome`. */
export type FetchReason =
  | 'timeout'
  | 'refused'
  | 'reset'
  | 'dns'
  | 'tls'
  | 'proxy'
  | 'http-status'
  | 'redirect'
  | 'closed'
  | 'too-large'
  | 'network';

/** The body of one poll, or why there is none. */
export type FetchResult = { readonly kind: 'answered'; readonly body: Uint8Array } | FetchFailure;

/** A poll that brought no body. */
export interface FetchFailure {
  readonly kind: 'failed';
  readonly reason: FetchReason;
  /** For people; holds neither the address nor anything of the body. */
  readonly message: string;
  /** How long the API asks to be left alone (`Retry-After`); absent when it does not ask. */
  readonly retryAfterMs?: number;
}

/** Fetches samples from the pressure API, one patient at a time. */
export interface ApiClient {
  /** Polls a patient. Never rejects, and ends within the client's timeout. */
  fetch(patient: PatientId): Promise<FetchResult>;
  /** Closes every connection; a running fetch fails with the reason `closed`. */
  close(): void;
}

/** What every API client needs to know. */
export interface ApiClientOptions {
  /** Where the API is: its path and query do not matter where `target` is given. May hold a user and a password. */
  readonly baseUrl: string;
  /** Returns the path of a patient's request, with its query (default: the patient's number behind `baseUrl`). */
  readonly target?: RequestTarget;
  /** Limit of a whole poll, from connecting to the last byte of the body. */
  readonly timeoutMs: number;
  /** Largest body accepted, in bytes after decompression. */
  readonly maxBodyBytes: number;
  /** Returns what is sent with a request, in place of footwatch's own headers of the same name; the same object until it changes. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** The proxy that the API is reached by; may hold a user and a password (default: none). */
  readonly proxy?: URL | null;
  /** PEM texts: whom to trust instead of the well-known CAs, and who we are (default: the well-known ones, and nobody). */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Called with the `Date` header of each answer that has one. */
  readonly onDate?: (date: string) => void;
}

/** Size limit of a body in bytes; a real one has about 500. */
export const MAX_BODY_BYTES = 65_536;
/** Size limit of a body that may hold many frames: a minute at fifty a second of the longest. */
export const MAX_FRAMES_BODY_BYTES = 4_194_304;
