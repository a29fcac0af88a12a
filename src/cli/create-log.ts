import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Settings } from '../settings/registry.ts';
import { detectCapabilities } from '../tui/terminal-capabilities.ts';

/** Creates the log, which goes to stderr: pretty on a terminal and JSON elsewhere, unless the settings say otherwise. */
export function createLog(settings: Settings): pino.Logger {
  const isPretty = (settings['log.format'] ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty';
  const options: pino.LoggerOptions = {
    level: settings['log.quiet'] && settings['log.level'] !== 'silent' ? 'error' : settings['log.level'],
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const write = openStderr();
  if (!isPretty) return pino(options, { write });
  const prettify = pretty.prettyFactory({
    translateTime: 'SYS:HH:MM:ss.l',
    colorize: process.stderr.isTTY && detectCapabilities(process.env).colours > 0,
  });
  return pino(options, { write: (line) => write(prettify(line)) });
}

/** Opens stderr for whole lines, which leave at once. Where it cannot be written any more, as on a terminal that is gone, they are dropped. */
function openStderr(): (line: string) => void {
  const destination = pino.destination({ fd: 2, sync: true });
  let isGone = false;
  destination.on('error', () => {
    isGone = true;
  });
  return (line) => {
    if (!isGone) destination.write(line);
  };
}
