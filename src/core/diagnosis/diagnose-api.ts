import type { Decoded } from '../decode.ts';
import type { DecodedFrames } from '../decoding/frame.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The Date header of HTTP has whole seconds, and takes a while to arrive. */
const CLOCK_TOLERANCE_MS = 2000;

/** What an answer holds, where it is of another shape than the original's. */
export interface AnswerFacts {
  /** Its shape, without what it holds. */
  readonly outline: string;
  /** The settings that would read it; null when none are known. */
  readonly fits: string | null;
}

/** What one request to the API showed. */
export type ApiFacts =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly latencyMs: number;
      readonly intervalMs: number;
      readonly decoded: Decoded | DecodedFrames;
      /** What the answer holds; absent where it was read as the original's. */
      readonly answer?: AnswerFacts | null;
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
  const { decoded, answer = null, clockOffsetMs } = facts;
  return [
    diagnoseLatency(facts),
    ...(answer === null ? [] : [ok('api answer', answer.outline)]),
    diagnoseShape(decoded, answer),
    diagnoseClock(clockOffsetMs),
  ];
}

function diagnoseLatency({ latencyMs, intervalMs }: { latencyMs: number; intervalMs: number }): Finding {
  const message = `answers in ${Math.round(latencyMs)} ms`;
  return latencyMs <= intervalMs
    ? ok('api', message)
    : warn('api', `${message}, slower than it is polled`, `set cacher.interval above ${intervalMs} ms`);
}

function diagnoseShape(decoded: Decoded | DecodedFrames, answer: AnswerFacts | null): Finding {
  switch (decoded.kind) {
    case 'observed':
      return ok('api shape', `${decoded.sensors.length} sensors`);
    case 'frames':
      if (decoded.refused === null && countShared(decoded) > 0)
        return warn(
          'api shape',
          `${describeFrames(decoded)}; ${countShared(decoded)} share the time or number of another, and are not stored`,
          'let api.fields.number say what tells the frames apart',
        );
      return decoded.refused === null
        ? ok('api shape', describeFrames(decoded))
        : warn(
            'api shape',
            `${describeFrames(decoded)}; ${decoded.refused.owns.length} refused`,
            decoded.refused.first.message,
          );
    case 'refused': {
      const advice = 'see whether api.baseUrl is the right address, and api.sensors';
      return fail('api shape', decoded.message, answer?.fits ? `what would fit is ${answer.fits}` : advice);
    }
  }
}

/** How many frames have the time or number of another one, and so are taken for that. */
function countShared({ frames }: Extract<DecodedFrames, { kind: 'frames' }>): number {
  const owns = frames.flatMap(({ own }) => own ?? []);
  return owns.length - new Set(owns).size;
}

/** How many frames were read, how far they are apart, and what the newest one shows. */
function describeFrames({ frames }: Extract<DecodedFrames, { kind: 'frames' }>): string {
  const sorted = [...frames].sort((a, b) => (a.own ?? 0) - (b.own ?? 0));
  const [oldest, newest] = [sorted[0], sorted.at(-1)];
  if (oldest === undefined || newest === undefined) return 'no frame at this moment';
  const count = `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'} of ${newest.sensors.length} sensors`;
  const span =
    oldest.deviceSeconds === null || newest.deviceSeconds === null || frames.length === 1
      ? ''
      : ` within ${Math.round((newest.deviceSeconds - oldest.deviceSeconds) * 1000)} ms`;
  const shown = newest.sensors.slice(0, 8).map(({ id, value }) => `${id}: ${value}`);
  const own = newest.own === null ? 'without a time or number of its own' : `at ${newest.own}`;
  return `${count}${span}; the newest, ${own}, has ${shown.join(', ')}${newest.sensors.length > shown.length ? ', ...' : ''}`;
}

function diagnoseClock(offsetMs: number | null): Finding {
  if (offsetMs === null) return ok('api clock', 'it tells no time');
  const difference = `${(Math.abs(offsetMs) / 1000).toFixed(1)} s ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine`;
  return Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS
    ? ok('api clock', 'agrees with this machine')
    : warn('api clock', difference, 'synchronise both clocks by NTP');
}
