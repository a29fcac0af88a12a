// Makes a release: node scripts/release.mjs VERSION
// Sets the version, dates what the changelog says is unreleased, commits, tags, and packs what is built into a tarball with a
// checksum beside it. Publishing is left to a person: npm publish footwatch-VERSION.tgz
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const CHANGELOG = 'CHANGELOG.md';
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' }).trim();

/** What is wrong with a release now, or null. */
function findFault(version, unreleased) {
  if (!/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(version)) return `'${version}' is no version: MAJOR.MINOR.PATCH`;
  if (run('git', 'status', '--porcelain') !== '') return 'there are changes that are not committed';
  if (run('git', 'tag', '--list', `v${version}`) !== '') return `v${version} is tagged already`;
  if (unreleased.trim() === '') return `${CHANGELOG} has nothing under Unreleased`;
  if (!existsSync('dist/bin/footwatch.js')) return 'nothing is built: npm run build';
  return null;
}

const version = process.argv[2] ?? '';
const changelog = readFileSync(CHANGELOG, 'utf8');
const [, unreleased = ''] = /^## Unreleased\n(.*?)(?=^## |(?![\s\S]))/ms.exec(changelog) ?? [];
const fault = findFault(version, unreleased);
if (fault !== null) {
  process.stderr.write(`no release: ${fault}\n`);
  process.exitCode = 1;
} else {
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    CHANGELOG,
    changelog.replace('## Unreleased\n', `## Unreleased\n\n## ${version} - ${date}\n`),
  );
  run('npm', 'version', version, '--no-git-tag-version', '--allow-same-version', '--ignore-scripts');
  run('git', 'add', CHANGELOG, 'package.json', 'package-lock.json');
  run('git', 'commit', '--quiet', '--message', `Release ${version}`);
  run(
    'git',
    'tag',
    '--annotate',
    `v${version}`,
    '--message',
    `footwatch ${version}\n${unreleased.trimEnd()}`,
  );
  const [{ filename }] = JSON.parse(run('npm', 'pack', '--json', '--ignore-scripts'));
  const digest = createHash('sha256').update(readFileSync(filename)).digest('hex');
  writeFileSync(`${filename}.sha256`, `${digest}  ${filename}\n`);
  process.stdout.write(`v${version}: ${filename}, sha256 ${digest}\n`);
}
