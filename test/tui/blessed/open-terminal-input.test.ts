import { expect, test } from 'vitest';
import { openScreen } from './open-screen.ts';

test('reports keys by their names', () => {
  const { terminal, screen } = openScreen();
  const keys: string[] = [];
  screen.onKey((key) => keys.push(key));
  expect(terminal.input.isRaw).toBe(true);
  for (const bytes of [
    'q',
    'G',
    '?',
    '/',
    '[',
    '\x03',
    '\x15',
    '\r',
    '\x1b',
    '\x7f',
    '\x1b[A',
    '\x1bOC',
    '\x1b[5~',
  ]) {
    terminal.press(bytes);
  }
  expect(keys.filter((key) => key !== 'return')).toEqual([
    'q',
    'S-g',
    '?',
    '/',
    '[',
    'C-c',
    'C-u',
    'enter',
    'escape',
    'backspace',
    'up',
    'right',
    'pageup',
  ]);
});

test('reports once that the terminal is gone', async () => {
  const { terminal, screen } = openScreen();
  let hungUp = 0;
  screen.onKey(() => {});
  screen.onHangUp(() => hungUp++);
  terminal.input.end();
  await new Promise((resolve) => terminal.input.once('end', resolve));
  expect(hungUp).toBe(1);
});

test('asks for presses and the wheel of the mouse, and reports the wheel as keys', async () => {
  const { terminal, screen } = openScreen({ mouse: true });
  const keys: string[] = [];
  screen.onKey((key) => keys.push(key));
  await terminal.settle();
  const modes = [...terminal.output.written.matchAll(/\[\?(9|10[01]\d)h/g)].map(([, mode]) => mode);
  expect(modes).toEqual(['1000', '1006']);
  for (const bytes of ['\x1b[<64;10;5M', '\x1b[<65;10;5M', '\x1b[<0;10;5M', '\x1b[<0;10;5m', 'q']) {
    terminal.press(bytes);
  }
  expect(keys).toEqual(['up', 'down', 'q']);
  screen.close();
  expect(terminal.output.written).toMatch(/\[\?1000l/);
  expect(terminal.output.written).toMatch(/\[\?1006l/);
});
