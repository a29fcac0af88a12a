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
  return isPretty
    ? pino(
        options,
        pretty({
          destination: 2,
          sync: true,
          translateTime: 'SYS:HH:MM:ss.l',
          colorize: process.stderr.isTTY && detectCapabilities(process.env).colours > 0,
        }),
      )
    : pino(options, pino.destination({ fd: 2, sync: true }));
}
