/** What the simulated patients do, by the names of `--scenario`. */
export const SCENARIOS = [
  'walking',
  'freezing',
  'tapping',
  'swaying',
  'sitting',
  'one-leg',
  'stop',
  'turn',
  'shuffling',
  'fast',
  'slow',
] as const;

/** What the simulated patients do. */
export type Scenario = (typeof SCENARIOS)[number];
