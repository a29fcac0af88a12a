import { readFileSync, writeFileSync } from 'node:fs';

/** Figures of a bench by name; of each, less is better. */
export type Figures = Readonly<Record<string, number>>;

const FILE = 'bench/expected-figures.json';
/** A figure is worse when it exceeds the expected one by more than this share, or exceeds 0 at all. */
const TOLERANCE = 0.05;
const ROUNDING = 0.0005;

/** Writes the figures as those to expect; run from the project's folder. */
export function writeExpectedFigures(figures: Figures): void {
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
}

/**
 * Compares figures with the expected ones; run from the project's folder.
 *
 * @returns one line for each figure that is worse, missing, or not expected at all
 */
export function compareWithExpected(figures: Figures): string[] {
  const expected: Figures = JSON.parse(readFileSync(FILE, 'utf8'));
  const names = [...new Set([...Object.keys(expected), ...Object.keys(figures)])];
  return names.flatMap((name) => {
    const figure = figures[name];
    const limit = (expected[name] ?? Number.NaN) * (1 + TOLERANCE) + ROUNDING;
    if (figure !== undefined && figure <= limit) return [];
    return [`${name}: ${figure ?? 'missing'}, expected ${expected[name] ?? 'nothing'}`];
  });
}
