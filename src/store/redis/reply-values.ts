import type { StoredFields } from '../stored-record.ts';

/** The length that LLEN and EXISTS reply; 0 for anything else, such as the error of a key of another type. */
export function readCount(reply: unknown): number {
  return typeof reply === 'number' ? reply : 0;
}

/** The texts that LRANGE replies; none for anything else. */
export function readList(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

/** The fields that HGETALL replies; none for anything else. */
export function readFields(reply: unknown): StoredFields {
  return typeof reply === 'object' && reply !== null ? (reply as StoredFields) : {};
}

/** Unix seconds of what TIME replies: seconds and microseconds, as texts. NaN for anything else. */
export function readSeconds(reply: unknown): number {
  const [seconds, microseconds] = readList(reply);
  return Number(seconds) + Number(microseconds) / 1_000_000;
}
