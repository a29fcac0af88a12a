import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findUndocumented } from './find-undocumented.ts';

const MAX_LINES = 300;

/** Paths of the TypeScript files under a folder, from the root of the repository. */
function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

describe('every file of src', () => {
  const files = listSources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

  test(`has at most ${MAX_LINES} lines`, () => {
    const tooLong = files.filter(({ text }) => text.trimEnd().split('\n').length > MAX_LINES);
    expect(tooLong.map(({ path }) => path)).toEqual([]);
  });

  test('has a docstring directly above each export', () => {
    const undocumented = files
      .filter(({ path }) => !path.endsWith('.d.ts'))
      .flatMap(({ path, text }) => findUndocumented(text).map((line) => `${path}:${line}`));
    expect(undocumented).toEqual([]);
  });

  test('computes the delays of timers in one place, which knows what Node warns of', () => {
    const computed = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\b(?:setTimeout|setInterval|sleep)\([^;{}]*? - \w/g)].map(
        ([call]) => `${path}: ${call}`,
      ),
    );
    expect(computed).toEqual([]);
  });
});

describe('findUndocumented', () => {
  test('tells the lines of the exports without a docstring', () => {
    const source = `
/** One line. */
export const a = 1;
export const b = 2;
/**
 * Several lines.
 */
export function c(x: string): void;
export function c(x: number): void;
/* No docstring. */
export type D = string;
/** Not directly above. */

export interface E {}
export { F } from './f.ts';
`;
    expect(findUndocumented(source)).toEqual([4, 11, 14]);
  });
});

/** Folders whose tests are about something else than one file of src. */
const FOLDERS_OF_THEIR_OWN = [
  'test/bench', // the benches
  'test/browser', // the page in a real browser
  'test/cli', // the built program, as a user runs it
  'test/conf', // the configuration files of the repository
  'test/docs', // the pages of the repository
  'test/image', // the image and the compose file, built and driven
  'test/faults', // a cacher, an API and a store together, while one of them fails
  'test/house', // the repository itself
  'test/tui/golden', // whole screens
];
/** Tests of several files of src together, each with what they have in common. */
const ABOUT_SEVERAL_FILES: Readonly<Record<string, string>> = {
  'test/page/imports': 'what the page may import',
  'test/cacher/api/raw-answers': 'what both API clients make of bytes on the wire',
  'test/cacher/api/reused-connection': 'connections that both API clients keep open',
  'test/drawing/drawings': 'what all pictures have in common',
  'test/store/redis/mock-store': 'the contract of the store, on ioredis-mock',
  'test/store/redis/sentinel': 'the store at a master that sentinels name',
  'test/tui/blessed/bytes-a-sample': 'what the dashboard sends for each sample',
  'test/tui/hour': 'the memory of a dashboard after an hour',
  'test/tui/live-over-slow-links': 'what stands on the screen behind a slow link',
  'test/tui/privacy': 'hidden names on every screen',
  'test/tui/ward-down': 'the ward while the API is down',
  'test/tui/without-colours': 'every screen without colours',
};

/** Whether a test is named for a file or folder of src, or for one of its topics: `queue-closing` is about `queue.ts`. */
function mirrorsSource(test: string): boolean {
  const path = test.replace(/^test/, 'src');
  const stems = [...path.matchAll(/-|$/g)].map(({ index }) => path.slice(0, index));
  return existsSync(path) || stems.some((stem) => existsSync(`${stem}.ts`));
}

describe('every test', () => {
  const tests = listSources('test')
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => path.replace(/(\.terminal|\.endurance|\.browser|\.image)?\.test\.ts$/, ''));

  test('lies where the file of src lies that it is about', () => {
    const elsewhere = tests.filter(
      (path) =>
        !FOLDERS_OF_THEIR_OWN.some((folder) => path.startsWith(`${folder}/`)) &&
        !(path in ABOUT_SEVERAL_FILES) &&
        !mirrorsSource(path),
    );
    expect(elsewhere).toEqual([]);
  });

  test('that is listed as an exception is there, and is one', () => {
    expect(
      Object.keys(ABOUT_SEVERAL_FILES).filter((path) => !tests.includes(path) || mirrorsSource(path)),
    ).toEqual([]);
    expect(FOLDERS_OF_THEIR_OWN.filter((folder) => !existsSync(folder))).toEqual([]);
  });
});
