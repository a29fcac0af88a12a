import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

const OTHERS = { read: 0o004, enter: 0o001, who: 'everybody on this machine' };
const GROUP = { read: 0o040, enter: 0o010, who: 'its group' };

/**
 * Who but its owner can read a file that holds a secret, and what to do about it, as it follows the name of a setting; null when
 * nobody can. Whom a folder keeps out cannot. A group counts only where the file is this user's own: one of root's that a group may
 * read is how a service is given a secret.
 *
 * @param userId of who runs footwatch; null where files have no modes
 */
export function describeExposure(
  path: string,
  userId: number | null = process.getuid?.() ?? null,
): string | null {
  if (userId === null) return null;
  try {
    const real = realpathSync(path);
    const file = statSync(real);
    const folders = listFolders(real);
    const canRead = ({ read, enter }: typeof OTHERS) =>
      (file.mode & read) !== 0 && folders.every((folder) => canEnter(folder, enter));
    const found = canRead(OTHERS) ? OTHERS : file.uid === userId && canRead(GROUP) ? GROUP : null;
    if (found === null) return null;
    const mode = (file.mode & 0o777).toString(8).padStart(3, '0');
    const remedy = file.uid === userId ? 'chmod 600' : 'make it of this user alone, by chown and chmod 600:';
    return `names a file that ${found.who} can read (mode ${mode}): ${remedy} ${path}`;
  } catch {
    // What cannot be looked at is told by who reads it.
    return null;
  }
}

/** Whether a folder lets others through; for a group, which need not be the folder's, whether it lets anybody but its owner. */
function canEnter(folder: Stats, enter: number): boolean {
  return (folder.mode & (enter | OTHERS.enter)) !== 0;
}

function listFolders(path: string): Stats[] {
  const folder = dirname(path);
  return folder === path ? [] : [statSync(folder), ...listFolders(folder)];
}
