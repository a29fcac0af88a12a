import type { Figures } from '../expected-figures.ts';

/** How much a table is asked for. */
export interface Scope {
  /** A part of the work, for CI: whether anything is worse than it was. */
  readonly isShort: boolean;
  /** Starting phases of the polls. */
  readonly phases: number;
  /** A folder of walks, with `force/` in it, to judge by instead of the project's own. */
  readonly walksFolder: string | null;
}

/** A measured table. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * One measurement of the bench. Its parts are measured by themselves, each in whichever thread is free, so parts and what is
 * measured have to be plain data.
 */
export interface TableSource<Part = unknown, Measured = unknown> {
  /** The independent parts of the work. */
  readonly split: (scope: Scope) => readonly Part[];
  readonly measure: (part: Part, scope: Scope) => Measured;
  /** @param measured one for each part, in their order */
  readonly summarise: (measured: readonly Measured[], scope: Scope) => readonly Table[];
  /** The figures of the short form, which fails when one of them is worse than expected. */
  readonly listFigures: (measured: readonly Measured[]) => Figures;
}

/** A table source whose types are its own affair: each of its parts and what it measured go back to it alone. */
export function defineTable<Part, Measured>(source: TableSource<Part, Measured>): TableSource {
  return source as unknown as TableSource;
}

/** Formats a share as a percentage with one place. */
export function formatPercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : '-';
}

/** Finds a quantile, NaN of nothing. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
