import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FOOTWATCH } from './run-footwatch.ts';
import { TmuxShell } from './tmux-shell.ts';

vi.setConfig({ testTimeout: 120_000 });
/** On a machine with much else to do, a program starts slowly. */
const PATIENCE = { timeout: 60_000 };
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const PATIENTS = '--patients 1-3 --patient 1';
const DEMO = `${process.execPath} ${FOOTWATCH} demo ${PATIENTS}`;
const LIVE = /● LIVE/;
const STOPPED = /^\[1\]\+ +Stopped/m;

/** A project that has footwatch among its packages: npx would build the repository anew. */
const installed = mkdtempSync(join(tmpdir(), 'footwatch-installed-'));
mkdirSync(join(installed, 'node_modules', '.bin'), { recursive: true });
symlinkSync(FOOTWATCH, join(installed, 'node_modules', '.bin', 'footwatch'));
writeFileSync(join(installed, 'package.json'), '{}');

let shell: TmuxShell;
let before: string;

/** Expects that the shell has its terminal as it was. */
async function expectShell(): Promise<void> {
  expect(shell.ask('alternate_on')).toBe('0');
  expect(shell.ask('cursor_flag')).toBe('1');
  expect(await shell.readSettings()).toBe(before);
}

/** Expects a dashboard that is drawn, and takes keys; ends it by them. */
async function expectDashboard(): Promise<void> {
  await shell.until((screen) => LIVE.test(screen) && /Pressure now/.test(screen));
  shell.press('?');
  await shell.until(/this help/);
  expect(shell.ask('alternate_on')).toBe('1');
  shell.press('q');
  // What is typed before it has ended, it reads.
  await expect.poll(() => shell.child(), PATIENCE).toBe(0);
}

/** After STOP, the shell is somewhere on the dashboard's screen, and may have read an answer that the terminal gave to it. */
async function clearAfterStop(): Promise<void> {
  shell.press('C-u');
  shell.type('clear');
  await shell.run('true');
}

beforeEach(async () => {
  shell = new TmuxShell();
  // As without tmux: the terminal is asked how far it has read.
  await shell.run(`unset TMUX; cd ${REPOSITORY}; PATH=${join(process.execPath, '..')}:$PATH`);
  before = await shell.readSettings();
  await shell.run('clear');
});
afterEach(() => shell.end());

test.each([
  ['alone', DEMO],
  ['npm start', `npm start -- ${PATIENTS}`],
  ['npx', `cd ${installed} && npx --no-install footwatch demo ${PATIENTS}`],
  ['a shell', `sh -c '${DEMO}; true'`],
  ['a subshell', `(${DEMO}; true)`],
  ['a pipeline', `: | ${DEMO} < /dev/tty`],
])(
  'Ctrl-Z below %s gives the terminal to the shell, and fg draws all of it again, twice',
  async (_, command) => {
    shell.type(command);
    for (let time = 0; time < 2; time++) {
      await shell.until(LIVE);
      shell.press('C-z');
      await shell.until(STOPPED);
      await expectShell();
      await shell.run('clear');
      shell.type('fg');
    }
    await expectDashboard();
    await expectShell();
  },
);

test.each([
  ['alone', DEMO],
  ['npm start', `npm start -- ${PATIENTS}`],
  ['a shell', `sh -c '${DEMO}; true'`],
])(
  'started in the background below %s it stops and leaves the terminal alone, and fg draws it',
  async (_, command) => {
    shell.type(`${command} &`);
    await shell.until((screen) => {
      if (STOPPED.test(screen)) return true;
      shell.press('Enter');
      return false;
    });
    await expectShell();
    await shell.run('clear');
    shell.type('fg');
    await expectDashboard();
    await expectShell();
  },
);

test.each<NodeJS.Signals>(['SIGTSTP', 'SIGSTOP'])(
  'a wrapper and the dashboard that both get %s are continued by fg',
  async (signal) => {
    shell.type(`bash -c '${DEMO}; true'`);
    await shell.until(LIVE);
    const wrapper = shell.child();
    process.kill(-wrapper, signal);
    await expectState(wrapper, 'T');
    // The dashboard first waits for the terminal's last answer, which the shell may read by now.
    await expectState(Number(readFileSync(`/proc/${wrapper}/task/${wrapper}/children`, 'utf8')), 'T');
    await clearAfterStop();
    shell.type('fg');
    await expectDashboard();
    await expectShell();
  },
);

test('TSTP to the dashboard alone gives the terminal back until CONT, and stops nothing else', async () => {
  shell.type(`bash -c '${DEMO}; echo over'`);
  await shell.until(LIVE);
  const wrapper = shell.child();
  const footwatch = Number(readFileSync(`/proc/${wrapper}/task/${wrapper}/children`, 'utf8'));
  process.kill(footwatch, 'SIGTSTP');
  await expect.poll(() => shell.ask('alternate_on'), PATIENCE).toBe('0');
  await expectState(footwatch, 'T');
  expect(readState(wrapper)).toBe('S');
  process.kill(footwatch, 'SIGCONT');
  await expectDashboard();
  expect(shell.screen).toContain('over');
  await expectShell();
});

test.each([
  ['stopped by Ctrl-Z', 'true'],
  ['sent to the background by bg', 'bg'],
])('a job %s ends by kill, writes nothing and leaves the terminal to the shell', async (_, line) => {
  shell.type(DEMO);
  await shell.until(LIVE);
  const pid = shell.child();
  shell.press('C-z');
  await shell.until(STOPPED);
  await shell.run(line);
  await expectState(pid, 'T');
  await shell.run('kill %1');
  await expectState(pid, null);
  // bash tells of an ended job before its next prompt.
  expect(await shell.run('true')).toMatch(/Exit 143/);
  await expectShell();
});

test('a job stopped by STOP ends by TERM, and leaves the alternate screen', async () => {
  shell.type(DEMO);
  await shell.until(LIVE);
  const pid = shell.child();
  process.kill(pid, 'SIGSTOP');
  await expectState(pid, 'T');
  await clearAfterStop();
  for (const signal of ['SIGTERM', 'SIGCONT']) process.kill(pid, signal);
  await expectState(pid, null);
  expect(await shell.run('true')).toMatch(/Exit 143/);
  await expectShell();
});

test('in the background of a shell that is gone, it ends with exit code 129 and draws nothing', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'footwatch-code-')), 'code');
  shell.type(`bash -m -c '(${DEMO}; echo $? > ${file}) &'`);
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), PATIENCE).toBe('129\n');
  await expectShell();
});

/** Waits until a process is in a state. */
async function expectState(pid: number, state: string | null): Promise<void> {
  await expect.poll(() => readState(pid), PATIENCE).toBe(state);
}

/** The state of a process, such as `T` when it is stopped; null when there is none. */
function readState(pid: number): string | null {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
