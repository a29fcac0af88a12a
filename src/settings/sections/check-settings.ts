import { duration, toggle, wholeNumber } from '../setting-kinds.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

/** The settings `check.*`: the limits of `footwatch check`, and its report. */
export const CHECK_SETTINGS = {
  'check.maxAge': duration<null>(1, YEAR_MS, {
    flag: 'max-age',
    describe: 'How old the newest sample may be',
    default: null,
  }),
  'check.maxGap': duration<null>(1, YEAR_MS, {
    flag: 'max-gap',
    describe: 'How far apart two consecutive retained samples may be',
    default: null,
  }),
  'check.minSamples': wholeNumber<null>(0, Number.MAX_SAFE_INTEGER, {
    flag: 'min-samples',
    argument: 'N',
    describe: 'How many samples have to be retained',
    default: null,
  }),
  'check.maxAnomalies': wholeNumber<null>(0, Number.MAX_SAFE_INTEGER, {
    flag: 'max-anomalies',
    argument: 'N',
    describe: 'How many retained samples may have an anomaly',
    default: null,
  }),
  'check.junit': toggle({ flag: 'junit', describe: 'Print JUnit XML' }),
};
