// Prometheus's own tool checks the alert rules and the queries of the dashboard.
import { requireProgram } from './debian-package.mjs';

requireProgram('promtool', '--version', 'prometheus');
