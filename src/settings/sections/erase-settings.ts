import { toggle } from '../setting-kinds.ts';

/** The settings `erase.*`: the confirmation of `footwatch erase`. */
export const ERASE_SETTINGS = {
  'erase.yes': toggle({ flag: 'yes', describe: 'Erase without asking' }),
};
