import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeExposure } from '../../src/cli/describe-exposure.ts';
import { runFootwatch } from './run-footwatch.ts';

const OWN = process.getuid?.() ?? 0;
const ANOTHER = OWN + 1;

/** A file of a mode in a folder of a mode. */
function writeFile(mode: number, folderMode = 0o755): string {
  const outer = mkdtempSync(join(tmpdir(), 'footwatch-exposure-'));
  chmodSync(outer, 0o755);
  const folder = join(outer, 'secrets');
  mkdirSync(folder);
  const path = join(folder, 'tokens');
  writeFileSync(path, 'ann:0123456789abcdef');
  chmodSync(path, mode);
  chmodSync(folder, folderMode);
  return path;
}

describe('a file of a secret', () => {
  test.each([
    [0o644, 'everybody on this machine', '644'],
    [0o604, 'everybody on this machine', '604'],
    [0o640, 'its group', '640'],
  ])('of mode %o is told of, with who can read it and the remedy', (mode, who, shown) => {
    const path = writeFile(mode);
    expect(describeExposure(path, OWN)).toBe(
      `names a file that ${who} can read (mode ${shown}): chmod 600 ${path}`,
    );
  });

  test.each([0o600, 0o400, 0o620, 0o602])("of mode %o is its owner's to read", (mode) => {
    expect(describeExposure(writeFile(mode), OWN)).toBeNull();
  });

  test.each([
    [0o644, 0o700, null],
    [0o644, 0o750, 'its group'],
    [0o640, 0o700, null],
    [0o640, 0o750, 'its group'],
    [0o644, 0o711, 'everybody on this machine'],
  ])('of mode %o in a folder of mode %o is as safe as its folder', (mode, folderMode, who) => {
    const told = describeExposure(writeFile(mode, folderMode), OWN);
    if (who === null) expect(told).toBeNull();
    else expect(told).toContain(who);
  });

  test('that another user owns may be read by a group, as a service is given one; by everybody it may not', () => {
    expect(describeExposure(writeFile(0o640), ANOTHER)).toBeNull();
    const path = writeFile(0o644);
    expect(describeExposure(path, ANOTHER)).toBe(
      `names a file that everybody on this machine can read (mode 644): make it of this user alone, by chown and chmod 600: ${path}`,
    );
  });

  test('that is a link is judged where it leads to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'footwatch-exposure-'));
    const link = join(folder, 'link');
    symlinkSync(writeFile(0o644), link);
    expect(describeExposure(link, OWN)).toContain('everybody on this machine can read');
  });

  test('that is not there, or on a system without modes, is not told of', () => {
    expect(describeExposure('/nowhere/tokens', OWN)).toBeNull();
    expect(describeExposure(writeFile(0o644), null)).toBeNull();
  });
});

describe('is a warning on stderr', () => {
  test('of a password file', async () => {
    const path = writeFile(0o644);
    const env = { FOOTWATCH_REDIS_PASSWORD_FILE: path };
    const run = await runFootwatch(['config', 'validate'], { env });
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: `footwatch: warning: FOOTWATCH_REDIS_PASSWORD_FILE names a file that everybody on this machine can read (mode 644): chmod 600 ${path}\n`,
    });
  });

  test('of a token file', async () => {
    const path = writeFile(0o644);
    const args = ['serve', '--port', '1', '--host', '192.0.2.1', '--behind-proxy', '--token-file', path];
    const run = await runFootwatch(args);
    expect(run.stderr).toContain(
      `footwatch: warning: --token-file names a file that everybody on this machine can read (mode 644): chmod 600 ${path}\n`,
    );
  });
});
