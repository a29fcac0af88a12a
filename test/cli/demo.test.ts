import { describe, expect, test } from 'vitest';
import { runFootwatch } from './run-footwatch.ts';
import { startFootwatch } from './start-footwatch.ts';

const PATIENTS = [1, 2, 3, 4, 5, 6];

describe('footwatch demo without a terminal', () => {
  test('ends by itself after its duration or its cycles', async () => {
    const [run, bounded] = await Promise.all([
      runFootwatch(['demo', '--duration', '1s']),
      runFootwatch(['demo', '--cycles', '2']),
    ]);
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} {2}1 /) });
    expect(bounded.exitCode).toBe(0);
  });

  test('prints with --once what the first polls returned', async () => {
    const run = await runFootwatch(['demo', '--once', '--json']);
    expect(run.exitCode).toBe(0);
    const snapshots = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(snapshots.map(({ patient, state }) => [patient, state])).toEqual(
      PATIENTS.map((patient) => [patient, 'live']),
    );
  });

  test('prints no name with --privacy, neither once nor as a feed', async () => {
    const variants = [['--once'], ['--once', '--json'], ['--duration', '1s']];
    const [named, ...anonymous] = await Promise.all([
      runFootwatch(['demo', '--once']),
      ...variants.map((flags) => runFootwatch(['demo', '--privacy', ...flags])),
    ]);
    expect(named.stdout).toContain('Albert');
    for (const run of anonymous) {
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatch(/^\d\d:\d\d|"patient":1/);
      expect(run.stdout).not.toContain('Albert');
    }
  });

  test('simulates no anomaly with --simulate-anomalies 0', async () => {
    const args = ['demo', '--json', '--interval', '20ms', '--duration', '2s'];
    const [quiet, usual] = await Promise.all([
      runFootwatch([...args, '--simulate-anomalies', '0']),
      runFootwatch(args),
    ]);
    expect(quiet.stdout).toContain('"schema"');
    expect(quiet.stdout).not.toContain('simulated');
    expect(usual.stdout).toContain('simulated');
  });

  test('prints a line per second and patient, without an escape sequence, and ends when nobody reads', async () => {
    const demo = startFootwatch(['demo']);
    await demo.until((run) =>
      PATIENTS.every((patient) =>
        run.lines.some((line) => line.includes(`  ${patient} `) && line.includes('  live  ')),
      ),
    );
    for (const line of demo.lines) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is the point
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
      expect(line).toMatch(
        /^\d\d:\d\d:\d\d\.\d{3} {2}\d .+ {2}(live|stale|unknown) {2}L \S+ \S+ \S+ {2}R \S+ \S+ \S+/,
      );
    }
    demo.child.stdout?.destroy();
    expect((await demo.ended).exitCode).toBe(0);
  });
});
