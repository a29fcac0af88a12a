import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AT } from '../store/fixtures.ts';
import { TerminalRun } from './terminal-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'footwatch-replay-'));

function row(patient: number, second: number, value = 7): string {
  return `{"patient":${patient},"timestamp":${(AT + second).toFixed(3)},"sensors":[{"anomaly":false,"id":0,"value":${value}}]}\n`;
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('footwatch replay in a terminal', () => {
  test('plays in the dashboard, stays open at the end, and gives the terminal back', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(3, index * 0.3, 500)).join('');
    const run = new TerminalRun(['replay', file('screen', rows), '--speed', '40']);
    await run.until(() => /» REPLAY ENDED of \d{4}-\d\d-\d\d/.test(run.screen) && run.screen.includes('500'));
    expect(run.screen).not.toMatch(/live/i);
    expect(run.screen).toContain('screen ok');
    run.press('q');
    expect(await run.ended).toBe(0);
    expect(run.isOnAlternateScreen).toBe(false);
  });

  test('halts, steps and goes to its ends by keys, from a file and from a pipe', {
    timeout: 60_000,
  }, async () => {
    const rows = Array.from({ length: 400 }, (_, index) => row(3, index * 0.3, index)).join('');
    const path = file('keys', rows);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const source of [path, pipe]) {
      // A pipe can be read once only: it is kept.
      if (source === pipe) spawn('sh', ['-c', 'cat "$0" > "$1"', path, pipe], { stdio: 'ignore' });
      const run = new TerminalRun(['replay', source]);
      await run.until(() => run.screen.includes('REPLAY of'));
      run.press(' ');
      await run.until(() => run.screen.includes('REPLAY HALTED'));
      run.press('\x1b[F');
      await run.until(() => /REPLAY ENDED/.test(run.screen) && /│ +399 /.test(run.screen));
      run.press('\x1b[D');
      await run.until(() => /REPLAY HALTED/.test(run.screen) && /│ +398 /.test(run.screen));
      run.press('\x1b[H');
      await run.until(() => /REPLAY HALTED/.test(run.screen) && !run.screen.includes(' 398 '));
      run.press('q');
      expect(await run.ended).toBe(0);
    }
  });

  test('ends the dashboard at a line that is no sample, and reports it once the terminal is given back', async () => {
    const rows = row(3, 0) + row(3, 1);
    const run = new TerminalRun(['replay', file('broken', `${rows}junk\n`), '--speed', '10']);
    expect(await run.ended).toBe(1);
    expect(run.isOnAlternateScreen).toBe(false);
    expect(run.screen).toContain('broken:3: is neither a JSON object');
  });
});
