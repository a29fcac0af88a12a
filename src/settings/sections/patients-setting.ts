import { numberList } from '../setting-kinds.ts';

export const PATIENTS_SETTING = {
  patients: numberList<null>({
    flag: 'patients',
    describe: 'Patients to work with',
    default: null,
    defaultText: '1-6 to poll and simulate, those in the store to read',
    completion: { kind: 'patients' },
  }),
};
