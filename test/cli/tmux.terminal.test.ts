import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEY_MAP } from '../../src/core/keys/key-map.ts';
import { FOOTWATCH } from './run-footwatch.ts';
import { TmuxShell } from './tmux-shell.ts';

const DEMO = `${process.execPath} ${FOOTWATCH} demo --patients 1-3 --patient 1`;
const LIVE = /● LIVE/;
/** tmux's names for keys, where they differ from ours. */
const TMUX_KEYS: Readonly<Record<string, string>> = {
  right: 'Right',
  left: 'Left',
  up: 'Up',
  down: 'Down',
  pageup: 'PPage',
  pagedown: 'NPage',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Escape',
  backspace: 'BSpace',
  tab: 'Tab',
  space: 'Space',
  'S-g': 'G',
};
const LEAVES = ['quit', 'interrupt', 'suspend'];

let shell: TmuxShell;
let before: string;

async function expectSane(): Promise<void> {
  expect(shell.ask('alternate_on')).toBe('0');
  expect(shell.ask('cursor_flag')).toBe('1');
  expect(shell.ask('mouse_any_flag')).toBe('0');
  expect(await shell.readSettings()).toBe(before);
}

/** Starts a command, waits until it is live, and gives its process id. */
async function start(command = DEMO): Promise<number> {
  shell.type(`${command}; echo "code=$?"`);
  await shell.until(LIVE);
  return shell.child();
}

beforeEach(async () => {
  shell = new TmuxShell();
  before = await shell.readSettings();
});
afterEach(() => shell.end());

describe('the dashboard in tmux', () => {
  test.each<readonly [string, NodeJS.Signals, number]>([
    ['HUP', 'SIGHUP', 129],
    ['INT', 'SIGINT', 130],
    ['TERM', 'SIGTERM', 143],
  ])('leaves the terminal as it was on %s', async (_, signal, code) => {
    const pid = await start(`${DEMO} --mouse`);
    expect(shell.ask('alternate_on')).toBe('1');
    expect(shell.ask('mouse_any_flag')).toBe('1');
    process.kill(pid, signal);
    await shell.until(new RegExp(`code=${code}`));
    await expectSane();
  });

  test('leaves the terminal as it was on q, on Ctrl-C, and after an exception in the view', async () => {
    for (const [key, code] of [
      ['q', 0],
      ['C-c', 130],
    ] as const) {
      await start();
      shell.press(key);
      // bash sees an INT in the exit code, and runs nothing more of the line.
      await shell.until((screen) => !LIVE.test(screen) && screen.includes(`code=${code}`));
      await expectSane();
      await shell.run('clear');
    }
    const broken = fileURLToPath(new URL('./broken-view.mjs', import.meta.url));
    shell.type(`${process.execPath} ${broken}; echo "code=$?"`);
    const screen = await shell.until(/code=1/);
    expect(screen).toMatch(/sensors|null/);
    await expectSane();
  });

  test('gives the terminal back on Ctrl-Z, and draws the whole screen again on fg', async () => {
    shell.type(`${DEMO} --mouse`);
    await shell.until(LIVE);
    shell.press('C-z');
    await shell.until(/Stopped/);
    await expectSane();
    shell.type('fg');
    await shell.until(LIVE);
    const screen = await shell.until(/Pressure now/);
    expect(screen).not.toContain('Stopped');
    expect(shell.ask('alternate_on')).toBe('1');
    expect(shell.ask('mouse_any_flag')).toBe('1');
    await expect.poll(() => shell.ask('cursor_flag')).toBe('0');
    shell.press('?');
    await shell.until(/this help/);
    shell.press('q');
    await shell.until((text) => !/this help/.test(text));
    await expectSane();
  });

  test.each<NodeJS.Signals>(['SIGTSTP', 'SIGSTOP'])('continues after %s', async (signal) => {
    shell.type(DEMO);
    await shell.until(LIVE);
    process.kill(shell.child(), signal);
    await shell.until(/Stopped/);
    await shell.run('clear');
    shell.type('fg');
    await shell.until((screen) => LIVE.test(screen) && /Pressure now/.test(screen));
    shell.press('?');
    await shell.until(/this help/);
    shell.press('q');
    await shell.until((text) => !/this help/.test(text));
    await expectSane();
  });

  test('survives every key in every mode', async () => {
    const pid = await start();
    for (const { keys, action } of KEY_MAP) {
      if (LEAVES.includes(action)) continue;
      for (const key of keys) {
        for (const mode of ['', '?', 'w', 'd']) {
          if (mode !== '') shell.press(mode);
          shell.press(TMUX_KEYS[key] ?? key);
          expect(shell.screen).toMatch(/^ footwatch /);
        }
      }
    }
    shell.press('Escape');
    expect(shell.child()).toBe(pid);
    await shell.until(/live/i);
  });

  test('draws a correct screen after many quick changes of size', async () => {
    await start();
    for (let step = 0; step < 40; step++) shell.resize(30 + ((step * 37) % 170), 8 + ((step * 13) % 60));
    shell.resize(100, 30);
    const screen = await shell.until((text) => LIVE.test(text) && /\n \? [^\n]*\n?$/.test(text));
    const lines = screen.trimEnd().split('\n');
    expect(lines).toHaveLength(30);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100);
    shell.press('q');
    await shell.until(/code=0/);
  });
});
