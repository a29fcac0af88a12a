import { numberList } from '../setting-kinds.ts';

/** The setting `patients`, which stands in no section as most commands share it. */
export const PATIENTS_SETTING = {
  patients: numberList<null>({
    flag: 'patients',
    describe: 'Patients to poll or simulate, and to read unless --patient names others',
    default: null,
    defaultText: '1-6 to poll or simulate, all in the store to read',
    completion: { kind: 'patients' },
  }),
};
