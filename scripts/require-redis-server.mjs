// The tests run against a real redis-server, which they start themselves. Finds it, or as root installs it.
import { spawnSync } from 'node:child_process';

const PACKAGE = 'redis-server';
// /usr/bin and its like are missing from the PATH of some service accounts.
const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`;
const OLDEST_MAJOR = 7;

function findMajor() {
  const { stdout } = spawnSync('redis-server', ['--version'], {
    env: { ...process.env, PATH },
    encoding: 'utf8',
  });
  const major = /v=(\d+)\./.exec(stdout ?? '')?.[1];
  return major === undefined ? null : Number(major);
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

function install() {
  const arguments_ = ['install', '-y', '--no-install-recommends', PACKAGE];
  if (!runApt(...arguments_) && runApt('update')) runApt(...arguments_);
}

if (findMajor() === null && process.getuid?.() === 0) install();

const major = findMajor();
if (major === null || major < OLDEST_MAJOR) {
  const found = major === null ? 'there is none' : `this one is ${major}`;
  process.stderr.write(
    `The tests need redis-server ${OLDEST_MAJOR} or later, and ${found}: install it (Debian: apt-get install ${PACKAGE}).\n`,
  );
  process.exitCode = 1;
}
