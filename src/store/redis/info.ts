import type { RedisInfo } from '../../core/diagnosis/redis-facts.ts';

/** Reads the reply of INFO: fields by name. */
export function parseInfo(text: string): RedisInfo {
  const fields = text.split('\r\n').map((line) => line.split(':'));
  return new Map(
    fields.flatMap(([name, ...rest]) => (name && rest.length > 0 ? [[name, rest.join(':')]] : [])),
  );
}
