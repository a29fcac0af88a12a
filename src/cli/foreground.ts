import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Whether this process may use its terminal: a shell with job control lets one process group at a time. Also true without
 * a controlling terminal, and where that cannot be known.
 */
export function isInForeground(): boolean {
  const [own, foreground = 0] = readProcessGroups() ?? askForProcessGroups();
  // 0 is a group outside of a container.
  return !(foreground > 0) || own === foreground;
}

/**
 * Stops this process's group for as long as it is in the background, as the terminal driver does with one that reads: the
 * shell reports the job as stopped, and `fg` continues it. Resolves with true in the foreground, and with false when waiting
 * is over: where nobody could continue the group, the system does not stop it.
 *
 * @param isOver whether waiting has become pointless; looked at whenever the process was continued
 */
export async function waitForForeground(isOver: () => boolean = () => false): Promise<boolean> {
  let isContinued = true;
  const note = () => {
    isContinued = true;
  };
  process.on('SIGCONT', note);
  try {
    while (isContinued && !isOver()) {
      if (isInForeground()) return true;
      isContinued = false;
      process.kill(0, 'SIGTTOU');
      await takeSignals();
    }
    return false;
  } finally {
    process.off('SIGCONT', note);
  }
}

/** Resolves when the handlers of all signals that have arrived were called: the first turn may be past reading them. */
export async function takeSignals(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Reads the process groups of this process and of the terminal; null on systems without Linux's /proc. */
function readProcessGroups(): readonly number[] | null {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The name before them may hold spaces and parentheses: state, parent, group, session, terminal, its group.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [Number(fields[2]), Number(fields[5])];
  } catch {
    return null;
  }
}

function askForProcessGroups(): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pgid=', '-o', 'tpgid=', '-p', String(process.pid)], {
    encoding: 'utf8',
  });
  return (stdout ?? '').trim().split(/\s+/).map(Number);
}
