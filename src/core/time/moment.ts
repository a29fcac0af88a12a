import { parseDuration } from './duration.ts';

/** An instant as people give it: so long ago, or at a time. */
export type Moment =
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'at'; readonly atSeconds: number };

export const MOMENT_ALLOWED = 'so long ago, such as 10m or 1.5h, or a time such as 2026-11-23T20:41:07Z';

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** Reads a duration as so long ago, and an ISO 8601 time with its zone, or a date in UTC; null when it is neither. */
export function parseMoment(text: string): Moment | null {
  const durationMs = parseDuration(text);
  if (durationMs !== null) return { kind: 'ago', ms: durationMs };
  const atMs = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : { kind: 'at', atSeconds: atMs / 1000 };
}

/** Unix seconds of a moment. */
export function resolveMoment(moment: Moment, nowSeconds: number): number {
  return moment.kind === 'at' ? moment.atSeconds : nowSeconds - moment.ms / 1000;
}
