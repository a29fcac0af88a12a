// Prometheus's own tool checks the alert rules and the queries of the dashboard. Finds it, or as root installs it.
import { install, outputOf } from './debian-package.mjs';

const PACKAGE = 'prometheus';

if (!outputOf('promtool', '--version')) install(PACKAGE);
if (!outputOf('promtool', '--version')) {
  process.stderr.write(
    `The tests need promtool, and there is none: install it (Debian: apt-get install ${PACKAGE}).\n`,
  );
  process.exitCode = 1;
}
