import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.ts';

const FOLDER = 'conf/systemd';
/** What `systemd-analyze security` calls OK is below 5; a service that only talks to the network can be far below. */
const MAX_EXPOSURE = 20;

const analyze = (...args: readonly string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
const hasSystemd = analyze('--version').status === 0;
const UNITS = readdirSync(FOLDER).filter((name) => name.endsWith('.service'));

describe.each(UNITS)('%s', (name) => {
  const unit = readFileSync(join(FOLDER, name), 'utf8');

  test('does not start again what was refused for its flags or settings', () => {
    expect(unit).toContain(`RestartPreventExitStatus=${EXIT.wrongUsage} ${EXIT.wrongConfiguration}\n`);
  });

  test('is watched, and takes its secret as a credential', () => {
    expect(unit).toMatch(/^Type=notify$/m);
    expect(unit).toMatch(/^WatchdogSec=30s$/m);
    expect(unit).toMatch(/^LoadCredential=/m);
  });

  test.skipIf(!hasSystemd)('is understood by systemd, and exposes little', () => {
    // The program is looked for on this machine, where footwatch need not be installed.
    const path = join(mkdtempSync(join(tmpdir(), 'footwatch-unit-')), name);
    writeFileSync(path, unit.replace('ExecStart=footwatch', `ExecStart=${process.execPath}`));
    const { stderr, status } = analyze('verify', path);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(analyze('security', '--offline=yes', `--threshold=${MAX_EXPOSURE}`, path).status).toBe(0);
  });
});
