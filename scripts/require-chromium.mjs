// The tests look at the page in a real browser, which they start themselves.
import { requireProgram } from './debian-package.mjs';

requireProgram('chromium', '--version');
