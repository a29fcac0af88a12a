import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAX_PACKAGES = 90;
const MAX_BYTES = 20 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'footwatch-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(...args: readonly string[]): string {
  return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
}

/** Packs the checkout as it is built, and tells the path of the tarball. */
function pack(): string {
  const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder));
  return join(folder, packed.filename);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

let tarball: string;
let installed: string;
beforeAll(() => {
  tarball = pack();
  npm('install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, tarball);
  installed = join(folder, 'node_modules');
}, 180_000);

test('packing twice makes the same bytes', () => {
  const first = hashOf(tarball);
  expect(hashOf(pack())).toBe(first);
});

test('an installation from the tarball is small and has neither compiler nor sources', () => {
  const entries = readdirSync(installed, { recursive: true, withFileTypes: true });
  const packages = entries.filter(
    ({ name, parentPath }) =>
      name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(parentPath.replace(folder, '')),
  );
  expect(packages.length).toBeGreaterThan(20);
  expect(packages.length).toBeLessThanOrEqual(MAX_PACKAGES);
  // What the disk gives, in blocks of 512 bytes.
  const bytes = entries.reduce(
    (sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).blocks * 512,
    0,
  );
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  expect(readdirSync(installed)).not.toContain('typescript');
  expect(
    entries.filter(
      ({ name, parentPath }) => /footwatch\/dist/.test(parentPath) && /(?<!\.d)\.ts$/.test(name),
    ),
  ).toEqual([]);
  expect(readdirSync(join(installed, 'footwatch'))).toEqual(
    expect.arrayContaining(['CHANGELOG.md', 'LICENSE', 'README.md', 'conf', 'dist', 'docs']),
  );
});

test('the installed program runs its main job, and shows its help', () => {
  const program = join(installed, '.bin', 'footwatch');
  const run = (...args: string[]) =>
    execFileSync(program, args, { encoding: 'utf8', cwd: folder, timeout: 60_000 });
  expect(run('--help')).toContain('cacher');
  expect(run('demo', '--duration', '2s')).toMatch(/ {2}live {2}L /);
});

test('a release has its version, changelog, tag, tarball and checksum; one that cannot be made changes nothing', () => {
  const clone = join(folder, 'clone');
  const git = (...args: string[]) => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' }).trim();
  execFileSync('git', ['clone', '--quiet', '.', clone]);
  git('config', 'user.name', 'a tester');
  git('config', 'user.email', 'tester@example.org');
  cpSync('dist', join(clone, 'dist'), { recursive: true });
  const release = (version: string) =>
    spawnSync(process.execPath, ['scripts/release.mjs', version], { cwd: clone, encoding: 'utf8' });
  const before = git('rev-parse', 'HEAD');
  expect(release('soon').stderr).toBe("no release: 'soon' is no version: MAJOR.MINOR.PATCH\n");
  expect(git('rev-parse', 'HEAD')).toBe(before);
  const made = release('9.8.7');
  expect(made.stderr).toBe('');
  expect(git('tag', '--list')).toBe('v9.8.7');
  expect(JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')).version).toBe('9.8.7');
  expect(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8')).toMatch(
    /## Unreleased\n\n## 9\.8\.7 - \d{4}-\d\d-\d\d\n/,
  );
  const [digest] = readFileSync(join(clone, 'footwatch-9.8.7.tgz.sha256'), 'utf8').split(' ');
  expect(digest).toBe(hashOf(join(clone, 'footwatch-9.8.7.tgz')));
  expect(release('9.8.7').stderr).toMatch(/^no release: /);
});
