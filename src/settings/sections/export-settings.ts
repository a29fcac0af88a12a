import { fileName, toggle } from '../setting-kinds.ts';

/** The settings `export.*`: which samples to export or import, and where to write them. */
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
