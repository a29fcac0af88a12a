import { Refusal } from '../refusal.ts';
import { parseDuration } from './duration.ts';

/** An instant as a user gives it: a duration ago, or a time in Unix seconds. */
export type Moment =
  | { readonly kind: 'ago'; readonly ms: number }
  | { readonly kind: 'at'; readonly atSeconds: number };

/** What a moment may look like, for help and error messages. */
export const MOMENT_ALLOWED = 'a duration such as 10m, or an ISO time such as 2026-11-23T20:41:07Z';

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const TIME_WITHOUT_ZONE = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/;

/** Parses a duration (`10m` ago), an ISO 8601 time with its zone, or a date in UTC; null when the text is none of these. */
export function parseMoment(text: string): Moment | Refusal | null {
  const durationMs = parseDuration(text);
  if (durationMs !== null) return { kind: 'ago', ms: durationMs };
  if (TIME_WITHOUT_ZONE.test(text)) return new Refusal('its zone is missing, such as Z or +01:00');
  if (!ISO_TIME.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? new Refusal('there is no such time') : { kind: 'at', atSeconds: atMs / 1000 };
}

/** Resolves a moment to Unix seconds. */
export function resolveMoment(moment: Moment, nowSeconds: number): number {
  return moment.kind === 'at' ? moment.atSeconds : nowSeconds - moment.ms / 1000;
}
