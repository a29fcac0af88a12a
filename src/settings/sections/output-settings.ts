import { choice, fileName, moment } from '../setting-kinds.ts';

/** The settings `output.*`: time span and format of what commands print, and the file to record to. */
export const OUTPUT_SETTINGS = {
  'output.since': moment({ flag: 'since', describe: 'Leave out what was received before', default: null }),
  'output.until': moment({ flag: 'until', describe: 'Leave out what was received after', default: null }),
  'output.format': choice(['table', 'json', 'csv', 'ndjson', 'html'], {
    flag: 'format',
    argument: 'FORMAT',
    describe:
      'Output format: table, json or csv for anomalies; ndjson or csv for export; html or json for report',
    default: null,
    defaultText: 'the first that the command knows',
  }),
  'output.record': fileName({
    flag: 'record',
    describe: 'Also write every new sample to this file, in the format of export',
    default: null,
  }),
};
