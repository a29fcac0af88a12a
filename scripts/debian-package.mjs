// Programs that the tests start: found, or installed as root on Debian.
import { spawnSync } from 'node:child_process';

/** /usr/bin and its like are missing from the PATH of some service accounts. */
export const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;

/** What a program prints, or null when there is none. */
export function outputOf(program, ...args) {
  const { stdout } = spawnSync(program, args, { env: { ...process.env, PATH }, encoding: 'utf8' });
  return stdout ?? null;
}

/** Tries to install a package, where that is allowed. */
export function install(name) {
  if (process.getuid?.() !== 0) return;
  const args = ['install', '-y', '--no-install-recommends', name];
  if (!runApt(...args) && runApt('update')) runApt(...args);
}

/** Finds a program that tests need, or as root installs the package that has it; without it this process fails. */
export function requireProgram(program, versionFlag, packageName = program) {
  if (outputOf(program, versionFlag)) return;
  install(packageName);
  if (outputOf(program, versionFlag)) return;
  process.stderr.write(
    `The tests and benches need ${program}, and there is none: install it (Debian: apt-get install ${packageName}).\n`,
  );
  process.exitCode = 1;
}

function runApt(...args) {
  const env = {
    ...process.env,
    PATH,
    DEBIAN_FRONTEND: 'noninteractive',
    // The tests want the program, not the packaged service: in single-user mode no service is started.
    RUNLEVEL: '1',
  };
  return spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
}
