/** What INFO replied: fields by name. */
export type RedisInfo = ReadonlyMap<string, string>;

/** Reads the reply of INFO. */
export function parseInfo(text: string): RedisInfo {
  const fields = text.split('\r\n').map((line) => line.split(':'));
  return new Map(
    fields.flatMap(([name, ...rest]) => (name && rest.length > 0 ? [[name, rest.join(':')]] : [])),
  );
}
