import { fileName, toggle } from '../setting-kinds.ts';

export const EXPORT_SETTINGS = {
  'export.anomalies': toggle({
    flag: 'anomalies',
    describe: 'Use the samples of the anomaly lists, which are kept for ever',
  }),
  'export.output': fileName({
    flag: 'output',
    describe: 'Write to this file, which appears once it is complete',
    default: null,
  }),
};
