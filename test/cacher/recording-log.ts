import type { Log, LogFields } from '../../src/cacher/log.ts';

/** Creates a log that keeps its lines, such as `warn patient is down {"patient":3}`. */
export function createRecordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
