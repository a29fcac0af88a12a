import { choice, toggle } from '../setting-kinds.ts';

/** The settings `log.*`: what is logged, and how. */
export const LOG_SETTINGS = {
  'log.level': choice(['silent', 'error', 'warn', 'info', 'debug'], {
    flag: 'log-level',
    argument: 'LEVEL',
    describe: 'How much to log, on stderr',
    default: 'info',
  }),
  'log.quiet': toggle({
    flag: 'quiet',
    short: 'q',
    describe: 'Report only what is wrong: log errors, and print no line for what is right',
  }),
  'log.format': choice(['json', 'pretty'], {
    flag: 'log-format',
    argument: 'FORMAT',
    describe: 'Log format',
    default: null,
    defaultText: 'pretty on a terminal, json elsewhere',
  }),
};
