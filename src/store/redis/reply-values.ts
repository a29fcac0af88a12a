import type { StoredFields } from '../hash-fields.ts';

/** The length that LLEN and EXISTS reply; 0 for anything else, such as the error of a key of another type. */
export function readCount(reply: unknown): number {
  return typeof reply === 'number' ? reply : 0;
}

/** The texts that LRANGE replies; none for anything else. */
export function readList(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

/** The fields that HGETALL replies, also within a script, where they are names and values in turn; none for anything else. */
export function readFields(reply: unknown): StoredFields {
  if (Array.isArray(reply)) return pairFields(reply);
  return typeof reply === 'object' && reply !== null ? (reply as StoredFields) : {};
}

/** Unix seconds of what TIME replies: seconds and microseconds, as texts. NaN for anything else. */
export function readSeconds(reply: unknown): number {
  const [seconds, microseconds] = readList(reply);
  return Number(seconds) + Number(microseconds) / 1_000_000;
}

function pairFields(reply: readonly unknown[]): StoredFields {
  const fields: Partial<Record<string, string>> = Object.create(null);
  for (let index = 0; index + 1 < reply.length; index += 2) {
    fields[String(reply[index])] = String(reply[index + 1]);
  }
  return fields;
}
