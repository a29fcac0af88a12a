// The tests look at the page in a real browser, which they start themselves. Finds it, or as root installs it.
import { install, outputOf } from './debian-package.mjs';

const PACKAGE = 'chromium';

if (!outputOf('chromium', '--version')) install(PACKAGE);
if (!outputOf('chromium', '--version')) {
  process.stderr.write(
    `The tests need chromium, and there is none: install it (Debian: apt-get install ${PACKAGE}).\n`,
  );
  process.exitCode = 1;
}
