/** Says in a few words why a file cannot be read or written. */
export function explainFileError(error: unknown, access: 'read' | 'written'): string {
  const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return access === 'read' ? 'no such file' : 'no such folder';
    case 'EEXIST':
      return 'exists already';
    case 'EISDIR':
      return 'is a folder';
    case 'ENOSPC':
      return 'no space left';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return access === 'read' ? 'not readable' : 'not writable';
    default:
      return `cannot be ${access}: ${code}`;
  }
}
