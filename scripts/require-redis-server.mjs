// The tests run against a real redis-server, which they start themselves. Finds it, or as root installs it.
import { install, outputOf } from './debian-package.mjs';

const PACKAGE = 'redis-server';
const OLDEST_MAJOR = 7;

function findMajor() {
  const major = /v=(\d+)\./.exec(outputOf('redis-server', '--version') ?? '')?.[1];
  return major === undefined ? null : Number(major);
}

if (findMajor() === null) install(PACKAGE);

const major = findMajor();
if (major === null || major < OLDEST_MAJOR) {
  const found = major === null ? 'there is none' : `this one is ${major}`;
  process.stderr.write(
    `The tests and benches need redis-server ${OLDEST_MAJOR} or later, and ${found}: install it (Debian: apt-get install ${PACKAGE}).\n`,
  );
  process.exitCode = 1;
}
