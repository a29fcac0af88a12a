import type { Decoded } from '../decode.ts';
import type { DecodedFrames } from '../decoding/frame.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The Date header of HTTP has whole seconds, and takes a while to arrive. */
const CLOCK_TOLERANCE_MS = 2000;

/** What one request to the API showed. */
export type ApiFacts =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly latencyMs: number;
      readonly intervalMs: number;
      readonly decoded: Decoded | DecodedFrames;
      /** The API's clock minus the clock of this machine; null without a Date header. */
      readonly clockOffsetMs: number | null;
    };

/**
 * Diagnoses the API: latency, shape of the answer, clock.
 *
 * @param facts null when no API is configured
 */
export function diagnoseApi(facts: ApiFacts | null): Finding[] {
  if (facts === null) {
    const advice = 'give the cacher --base-url URL, FOOTWATCH_BASE_URL or api.baseUrl; watch needs none';
    return [warn('api', 'no address is configured', advice)];
  }
  if (facts.kind === 'failed') {
    return [
      fail('api', facts.message, 'see whether it runs, and whether api.baseUrl and api.headers are right'),
    ];
  }
  return [diagnoseLatency(facts), diagnoseShape(facts.decoded), diagnoseClock(facts.clockOffsetMs)];
}

function diagnoseLatency({ latencyMs, intervalMs }: { latencyMs: number; intervalMs: number }): Finding {
  const message = `answers in ${Math.round(latencyMs)} ms`;
  return latencyMs <= intervalMs
    ? ok('api', message)
    : warn('api', `${message}, slower than it is polled`, `set cacher.interval above ${intervalMs} ms`);
}

function diagnoseShape(decoded: Decoded | DecodedFrames): Finding {
  if (decoded.kind === 'frames') return ok('api shape', `${decoded.frames.length} frames`);
  return decoded.kind === 'observed'
    ? ok('api shape', `${decoded.sensors.length} sensors`)
    : fail('api shape', decoded.message, 'see whether api.baseUrl is the right address, and api.sensors');
}

function diagnoseClock(offsetMs: number | null): Finding {
  if (offsetMs === null) return ok('api clock', 'it tells no time');
  const difference = `${(Math.abs(offsetMs) / 1000).toFixed(1)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine`;
  return Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS
    ? ok('api clock', 'agrees with this machine')
    : warn('api clock', difference, 'synchronise both clocks by NTP');
}
