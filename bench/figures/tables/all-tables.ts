import type { TableSource } from '../table.ts';
import { CADENCE } from './cadence.ts';
import { FALSE_ALARMS } from './false-alarms.ts';
import { FAULTS_FOUND } from './faults.ts';
import { FIGURES_BY_FORCE } from './figures-by-force.ts';
import { FIGURES_WITH_FAULTS } from './figures-with-faults.ts';
import { GAIT_STATE } from './gait-state.ts';
import { INSOLES_BY_FORCE } from './insoles.ts';
import { STRIDE_CURVES } from './stride-curves.ts';

/** The tables of the bench by name, in the order in which they are written. A new table is a module here and a line. */
export const TABLES: ReadonlyMap<string, TableSource> = new Map([
  ['figures', FIGURES_BY_FORCE],
  ['figures with faults', FIGURES_WITH_FAULTS],
  ['insoles', INSOLES_BY_FORCE],
  ['gait state', GAIT_STATE],
  ['stride curves', STRIDE_CURVES],
  ['cadence', CADENCE],
  ['faults', FAULTS_FOUND],
  ['false alarms', FALSE_ALARMS],
]);
