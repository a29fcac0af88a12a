import { readdirSync, readFileSync } from 'node:fs';
import { ROWS_PER_SECOND } from '../recorded-walk.ts';

/** Contact with the ground begins above the first and ends below the second, as walks/README.md has it. */
const CONTACT_NEWTONS = 40;
const RELEASE_NEWTONS = 20;
/** The time from one strike of a foot to its next counts as walked up to this long. */
const MAX_STRIDE_SECONDS = 2.5;

/** The files of a walk. */
export interface WalkFiles {
  readonly name: string;
  readonly readings: string;
  readonly force: string;
}

/** A recorded walk with the force under each foot. */
export interface ForceWalk {
  readonly name: string;
  /** Six readings each 20 ms. */
  readonly rows: readonly (readonly number[])[];
  /** Left and right. */
  readonly feet: readonly [FootTruth, FootTruth];
  /** For each row, whether it lies in a stride of either foot. */
  readonly isWalked: readonly boolean[];
}

/** What is true of one foot. */
export interface FootTruth {
  /** Newtons, for each row. */
  readonly force: readonly number[];
  readonly isInContact: readonly boolean[];
  /** Rows at which the foot strikes the ground. */
  readonly strikes: readonly number[];
}

/** Lists the walks of a folder, or the project's own eleven; run from the project's folder. */
export function listWalks(folder: string | null): readonly WalkFiles[] {
  const list = (walks: string, force: string) =>
    readdirSync(walks)
      .filter((file) => file.endsWith('.csv'))
      .map((file) => ({ name: file.slice(0, -4), readings: `${walks}/${file}`, force: `${force}/${file}` }));
  if (folder !== null) return list(folder, `${folder}/force`);
  return ['src/simulator/walks', 'bench/walks'].flatMap((walks) => list(walks, 'bench/walks/force'));
}

/** Reads a walk and what is true of it. */
export function readForceWalk({ name, readings, force }: WalkFiles): ForceWalk {
  const forces = readRows(force);
  const feet = [0, 1].map((foot) => judgeFoot(forces.map((row) => row[foot] ?? 0)));
  const rows = readRows(readings);
  const [left, right] = feet;
  if (left === undefined || right === undefined) throw new Error(`${force}: no feet`);
  const isWalked = rows.map(() => false);
  for (const { strikes } of feet) {
    for (const [index, strike] of strikes.entries()) {
      const next = strikes[index + 1] ?? Number.POSITIVE_INFINITY;
      if (next - strike <= MAX_STRIDE_SECONDS * ROWS_PER_SECOND) isWalked.fill(true, strike, next);
    }
  }
  return { name, rows, feet: [left, right], isWalked };
}

function readRows(file: string): number[][] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split(',').slice(1).map(Number));
}

function judgeFoot(force: readonly number[]): FootTruth {
  let inContact = (force[0] ?? 0) > CONTACT_NEWTONS;
  const strikes: number[] = [];
  const isInContact = force.map((newtons, row) => {
    if (!inContact && newtons > CONTACT_NEWTONS) {
      inContact = true;
      strikes.push(row);
    } else if (newtons < RELEASE_NEWTONS) inContact = false;
    return inContact;
  });
  return { force, isInContact, strikes };
}
