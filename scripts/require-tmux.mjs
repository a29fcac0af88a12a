// The tests drive the dashboard in tmux, which they start themselves. Finds it, or as root installs it.
import { install, outputOf } from './debian-package.mjs';

const PACKAGE = 'tmux';

if (!outputOf('tmux', '-V')) install(PACKAGE);
if (!outputOf('tmux', '-V')) {
  process.stderr.write(
    `The tests need tmux, and there is none: install it (Debian: apt-get install ${PACKAGE}).\n`,
  );
  process.exitCode = 1;
}
