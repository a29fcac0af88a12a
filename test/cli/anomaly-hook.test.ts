import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { AnomalyHook } from '../../src/cli/anomaly-hook.ts';
import type { AnomalyEvent } from '../../src/core/events/anomaly-events.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';

const EVENT: AnomalyEvent = {
  patient: 3,
  startSeconds: 1_795_439_002.25,
  endSeconds: 1_795_439_003,
  samples: 2,
  sensors: [0, 5],
  sources: ['api', 'rule:stuck-high'],
  peak: 1023,
};

/** A program that appends what it was told to a file, and is not done before another file is there. */
function makeProgram() {
  const folder = mkdtempSync(join(tmpdir(), 'footwatch-hook-'));
  const out = join(folder, 'out');
  writeFileSync(out, '');
  const go = join(folder, 'go');
  const script = `
    const fs = require('node:fs');
    const told = Object.entries(process.env).filter(([name]) => name.startsWith('FOOTWATCH_ANOMALY'));
    fs.appendFileSync(${JSON.stringify(out)}, JSON.stringify([process.argv.slice(1), Object.fromEntries(told)]) + '\\n');
    const timer = setInterval(() => fs.existsSync(${JSON.stringify(go)}) && (clearInterval(timer), process.exit(0)), 5);`;
  return {
    command: [process.execPath, '-e', script, 'a word; $(rm)'],
    lines: () => readFileSync(out, 'utf8').split('\n').filter(Boolean),
    letGo: () => writeFileSync(go, ''),
  };
}

test('runs the command without a shell, told by its environment', async () => {
  const { command, lines, letGo } = makeProgram();
  letGo();
  const hook = new AnomalyHook(command);
  hook.run(EVENT, SIX);
  await vi.waitFor(() => expect(lines()).toHaveLength(1), 10_000);
  expect(JSON.parse(lines()[0] ?? '')).toEqual([
    ['a word; $(rm)'],
    {
      FOOTWATCH_ANOMALY_PATIENT: '3',
      FOOTWATCH_ANOMALY_START: '2026-11-23T13:03:22.250Z',
      FOOTWATCH_ANOMALY_SENSORS: 'L0,R2',
      FOOTWATCH_ANOMALY_SOURCES: 'api,rule:stuck-high',
      FOOTWATCH_ANOMALY_PEAK: '1023',
    },
  ]);
  expect(hook.end()).toBeNull();
});

test('runs one at a time, and lets ten wait', async () => {
  const { command, lines, letGo } = makeProgram();
  const hook = new AnomalyHook(command);
  for (let patient = 1; patient <= 14; patient++) hook.run({ ...EVENT, patient }, SIX);
  await vi.waitFor(() => expect(lines()).toHaveLength(1), 10_000);
  letGo();
  await vi.waitFor(() => expect(lines()).toHaveLength(11), 20_000);
  expect(hook.end()).toBe('--on-anomaly: 3 events were dropped');
});

test('ends a run with SIGTERM after 30 s, and goes on with the next event', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { command, lines } = makeProgram();
  const hook = new AnomalyHook(command);
  hook.run(EVENT, SIX);
  hook.run({ ...EVENT, patient: 4 }, SIX);
  await expect.poll(lines, { timeout: 10_000 }).toHaveLength(1);
  vi.advanceTimersByTime(29_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(lines()).toHaveLength(1);
  vi.advanceTimersByTime(1);
  await expect.poll(lines, { timeout: 10_000 }).toHaveLength(2);
  vi.advanceTimersByTime(30_000);
  await expect
    .poll(() => hook.end(), { timeout: 10_000 })
    .toBe('--on-anomaly: 2 of 2 runs failed, the last: exit code SIGTERM');
  vi.useRealTimers();
});

test('tells in one line what failed', async () => {
  const missing = new AnomalyHook(['/nowhere/program']);
  missing.run(EVENT, SIX);
  await vi.waitFor(() => expect(missing.end()).toBe('--on-anomaly: 1 of 1 runs failed, the last: ENOENT'));
  const failing = new AnomalyHook([process.execPath, '-e', 'process.exit(3)']);
  failing.run(EVENT, SIX);
  failing.run(EVENT, SIX);
  await vi.waitFor(
    () =>
      expect(failing.end()).toMatch(
        /1 of 1 runs failed, the last: exit code 3; 1 events were dropped|2 of 2/,
      ),
    10_000,
  );
});
