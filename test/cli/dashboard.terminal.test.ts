import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { TerminalRun } from './terminal-run.ts';

const runs: TerminalRun[] = [];
function startDemo(
  options: { columns?: number; rows?: number; term?: string; through?: string[] } = {},
  ...args: string[]
): TerminalRun {
  const run = new TerminalRun(['demo', '--patient', '1', ...args], options);
  runs.push(run);
  return run;
}
afterEach(() => {
  for (const run of runs.splice(0)) run.end();
});

/** Expects the terminal as it was before: no alternate screen, a visible cursor, and unchanged settings. */
function expectGivenBack(run: TerminalRun): void {
  expect(run.isOnAlternateScreen).toBe(false);
  expect(run.output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(run.output.lastIndexOf('\x1b[?25l'));
  const [before, after] = run.terminalSettings;
  expect(after).toBe(before);
  expect(after).toBeDefined();
}

describe('the dashboard in a terminal', () => {
  test('shows six people walking, live', async () => {
    const run = startDemo();
    await run.until((screen) => /● LIVE/.test(screen) && /●6 /.test(screen));
    expect(run.screen).toContain('1 Janek Grzegorczyk');
    expect(run.screen).toContain('Pressure now');
  });

  test('shows no colour with --theme mono, only ASCII with --ascii, and no name with --privacy until P is pressed', async () => {
    const run = startDemo({}, '--theme', 'mono', '--ascii', '--privacy');
    await run.until((screen) => /\* LIVE/.test(screen) && /\*6 /.test(screen));
    expect(run.screen).toMatch(/1 \*\*\* {2}names are hidden/);
    expect(run.screen).toMatch(/^[\n -~]*$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
    expect(run.output).not.toMatch(/\x1b\[[\d;]*\b(3[0-8]|4[0-8]|9\d|10\d)\b[\d;]*m/);
    run.press('P');
    await run.until((screen) => /1 Janek Grzegorczyk/.test(screen));
  });

  test('uses colours for a light background when COLORFGBG says so', async () => {
    const run = new TerminalRun(['demo', '--patient', '1'], { env: { COLORFGBG: '0;15' } });
    runs.push(run);
    await run.until((screen) => /● LIVE/.test(screen));
    // The bar at the top is dark on light grey.
    expect(run.output).toMatch(/48;5;254/);
    expect(run.output).not.toMatch(/48;5;235/);
  });

  test('quits on q with exit code 0, and gives the terminal back', async () => {
    const run = startDemo();
    await run.until((screen) => /LIVE/.test(screen));
    run.press('q');
    expect(await run.ended).toBe(0);
    expectGivenBack(run);
  });

  test.each<[NodeJS.Signals, number]>([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends on %s with exit code %i, and gives the terminal back', async (signal, exitCode) => {
    const run = startDemo();
    await run.until((screen) => /LIVE/.test(screen));
    run.signal(signal);
    expect(await run.ended).toBe(exitCode);
    expectGivenBack(run);
  });

  test('ends on Ctrl-C with exit code 130, and gives the terminal back', async () => {
    const run = startDemo();
    await run.until((screen) => /LIVE/.test(screen));
    run.press('\x03');
    expect(await run.ended).toBe(130);
    expectGivenBack(run);
  });

  test('draws everything again on Ctrl-Z where no shell could continue it', async () => {
    const run = startDemo();
    await run.until((screen) => /LIVE/.test(screen));
    run.press('\x1a');
    await run.until(() => !run.isOnAlternateScreen || run.output.split('\x1b[?1049h').length > 2);
    await run.until((screen) => run.isOnAlternateScreen && /LIVE/.test(screen));
    run.press('q');
    expect(await run.ended).toBe(0);
    expectGivenBack(run);
  });

  test.each(['in a timer', 'in a promise', 'in the store'])(
    'gives the terminal back after a bug %s',
    async (where) => {
      const program = fileURLToPath(new URL('./broken-dashboard.mjs', import.meta.url));
      const run = new TerminalRun([where], { program });
      runs.push(run);
      expect(await run.ended).toBe(1);
      expectGivenBack(run);
      expect(run.screen).toContain(`a bug ${where}`);
    },
  );

  test('moves between patients, and shows the ward and the help', async () => {
    const run = startDemo({ columns: 80, rows: 24 });
    await run.until((screen) => /1 Janek Grzegorczyk/.test(screen));
    run.press(']');
    await run.until((screen) => /2 Elżbieta Nowak/.test(screen));
    run.press('[');
    await run.until((screen) => /1 Janek Grzegorczyk/.test(screen));
    run.press('w');
    await run.until((screen) => /6 .*Łucja/.test(screen));
    run.press('/lis\r');
    await run.until((screen) => /1 of 6/.test(screen));
    run.press('\r');
    await run.until((screen) => /footwatch +3 Albert Lisowski/.test(screen));
    run.press('?');
    await run.until((screen) => /this help/.test(screen));
    run.press('\x1b');
    await run.until((screen) => /Pressure/.test(screen));
  });

  test('fits a new size at once, and says when it is too small', async () => {
    const run = startDemo({ columns: 80, rows: 24 });
    await run.until((screen) => /LIVE/.test(screen));
    run.resize(43, 12);
    await run.until((screen) => /needs 60x20, this is 43x12/.test(screen));
    run.resize(200, 60);
    await run.until((screen) => /LIVE/.test(screen) && screen.split('\n').some((line) => line.length > 180));
  });

  test('draws as many columns and rows as --width and --height say', async () => {
    const run = startDemo({ columns: 120, rows: 40 }, '--width', '90', '--height', '28');
    await run.until((screen) => /LIVE/.test(screen));
    run.resize(130, 45);
    await run.until((screen) => /LIVE/.test(screen));
    const lines = run.screen.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
    expect(lines[27]).toContain('quit');
    expect(lines.slice(28).join('')).toBe('');
  });

  test.each(['tmux-256color', 'screen-256color', 'xterm', 'linux'])('works with TERM=%s', async (term) => {
    const run = startDemo({ term });
    await run.until((screen) => /LIVE/.test(screen));
    run.press('q');
    expect(await run.ended).toBe(0);
    expect(run.output).not.toMatch(/Setulc|Error|parse/i);
  });

  test('lets nothing else write on the screen, and tells it once the terminal is given back', async () => {
    const program = fileURLToPath(new URL('./noisy-dashboard.mjs', import.meta.url));
    const file = join(mkdtempSync(join(tmpdir(), 'footwatch-noise-')), 'over');
    const run = new TerminalRun([file], { program });
    runs.push(run);
    await run.until((screen) => /footwatch/.test(screen) && existsSync(file));
    run.press('q');
    expect(await run.ended).toBe(0);
    expectGivenBack(run);
    const [drawn = '', after = ''] = run.output.split('\x1b[?1049l');
    expect(drawn).not.toMatch(/a (warning|line|table|deprecation)/);
    for (const text of ['a warning', 'a line on stderr', 'a line on the console', 'a deprecation'])
      expect(after).toContain(text);
    expect(after.match(/a warning/g)).toHaveLength(1);
    expect(after.length).toBeLessThan(70_000 + (run.terminalSettings[0]?.length ?? 0));
  });

  test.each(['dumb', ''])('prints lines with TERM=%s, and tells why', async (term) => {
    const run = startDemo({ through: ['env', `TERM=${term}`] });
    await run.until((screen) => /1 Janek Grzegorczyk +live/.test(screen));
    const reason = term === '' ? 'TERM is not set' : 'TERM is dumb';
    expect(run.screen).toContain(`footwatch: ${reason}: lines are printed in place of the dashboard`);
    expect(run.output.split('-extproc')[1]).not.toContain('\x1b');
    run.signal('SIGTERM');
    expect(await run.ended).toBe(143);
  });

  test('draws 80x24 on a terminal that tells a size of 0x0', async () => {
    const run = startDemo({
      columns: 80,
      rows: 24,
      through: ['sh', '-c', 'stty cols 0 rows 0; exec "$0" "$@"'],
    });
    await run.until((screen) => /● LIVE/.test(screen) && /quit/.test(screen.split('\n')[23] ?? ''));
    run.press('q');
    expect(await run.ended).toBe(0);
  });

  test('says on 20x5 which size it needs', async () => {
    const run = startDemo({ columns: 20, rows: 5 });
    await run.until((screen) => /footwatch needs\s+60x20, this is\s+20x5/.test(screen));
    run.press('q');
    expect(await run.ended).toBe(0);
  });

  test.skipIf(process.getuid?.() !== 0)('works for a user without a home or a name', async () => {
    const run = startDemo({
      through: [
        'setpriv',
        '--reuid=12345',
        '--regid=12345',
        '--clear-groups',
        'env',
        '-i',
        'TERM=xterm',
        'LANG=C.UTF-8',
      ],
    });
    await run.until((screen) => /● LIVE/.test(screen));
    run.press('q');
    expect(await run.ended).toBe(0);
  });
});
