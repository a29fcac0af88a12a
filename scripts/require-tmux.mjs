// The tests drive the dashboard in tmux, which they start themselves.
import { requireProgram } from './debian-package.mjs';

requireProgram('tmux', '-V');
