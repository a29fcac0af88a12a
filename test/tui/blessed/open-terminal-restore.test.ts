import { expect, test } from 'vitest';
import { makeFrame, makeText, makeTextFrame, openScreen, WHOLE } from './open-screen.ts';

const END_UPDATE = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const LEAVE_ALTERNATE = '\x1b[?1049l';

test('releases the terminal as it was, draws nothing meanwhile, and then draws all of the newest frame', async () => {
  const { terminal, screen } = openScreen({ mouse: true });
  screen.draw(makeFrame(makeText(WHOLE, [[{ text: 'before' }], [{ text: 'same' }]])));
  await terminal.settle();
  screen.release();
  expect(await terminal.isAlternate()).toBe(false);
  expect(terminal.input.isRaw).toBe(false);
  expect(terminal.output.written.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
    terminal.output.written.lastIndexOf('\x1b[?25l'),
  );
  expect(terminal.output.written).toMatch(/\[\?1006l/);
  expect(terminal.output.written).toMatch(/\[\?2004l/);
  const { length } = terminal.output.written;
  screen.draw(makeFrame(makeText(WHOLE, [[{ text: 'newest' }], [{ text: 'same' }]])));
  await terminal.settle();
  expect(terminal.output.written).toHaveLength(length);
  screen.take();
  expect(terminal.input.isRaw).toBe(true);
  expect((await terminal.lines()).slice(0, 2)).toEqual(['newest', 'same']);
  expect(await terminal.isAlternate()).toBe(true);
  expect(terminal.output.written.slice(length)).toMatch(/\[\?1006h/);
  expect(terminal.output.written.slice(length)).toMatch(/\[\?2004h/);
});

test('takes the terminal again without a release, whatever others drew on it', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeTextFrame('text'));
  await terminal.settle();
  terminal.output.write('\x1b[?1049l\x1b[2J\x1b[Hshell');
  terminal.input.isRaw = false;
  screen.take();
  expect((await terminal.lines()).slice(0, 2)).toEqual(['text', '']);
  expect(await terminal.isAlternate()).toBe(true);
  expect(terminal.input.isRaw).toBe(true);
  screen.close();
  screen.take();
  screen.release();
  expect(await terminal.isAlternate()).toBe(false);
});

test('leaves the alternate screen, shows the cursor and ends raw mode when it is closed', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeTextFrame('x'));
  expect(await terminal.isAlternate()).toBe(true);
  await terminal.settle();
  const before = terminal.output.written.length;
  screen.close();
  const last = terminal.output.written.slice(before);
  expect(last.startsWith(`${END_UPDATE}\x1b[m`)).toBe(true);
  expect(last).toContain(SHOW_CURSOR);
  expect(last.endsWith(LEAVE_ALTERNATE)).toBe(true);
  expect(await terminal.isAlternate()).toBe(false);
  expect(terminal.input.isRaw).toBe(false);
});

test('closes once, and draws nothing afterwards', async () => {
  const { terminal, screen } = openScreen();
  screen.close();
  const { length } = terminal.output.written;
  screen.close();
  screen.draw(makeTextFrame('late'));
  await terminal.settle();
  expect(terminal.output.written).toHaveLength(length);
});

test('restores the terminal when the process exits without closing it', async () => {
  const { terminal } = openScreen();
  const [listener] = process.listeners('exit').slice(-1);
  listener?.(0);
  expect(terminal.output.written.endsWith(LEAVE_ALTERNATE)).toBe(true);
});

test('leaves no handlers on the process behind, and asks for no mouse by default', async () => {
  const events = ['exit', 'uncaughtException', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'];
  const count = () => events.map((event) => process.listenerCount(event));
  const before = count();
  const first = openScreen();
  const second = openScreen();
  const [exits = 0, ...others] = before;
  expect(count()).toEqual([exits + 2, ...others]);
  first.screen.close();
  second.screen.close();
  expect(count()).toEqual(before);
  expect(first.terminal.output.written).not.toMatch(/\[\?(9|100\d|101\d)h/);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(first.terminal.output.listenerCount('resize')).toBe(0);
  expect(first.terminal.output.listenerCount('error')).toBe(0);
});
