import { toggle } from '../setting-kinds.ts';

export const ERASE_SETTINGS = {
  'erase.yes': toggle({ flag: 'yes', describe: 'Erase without asking' }),
};
