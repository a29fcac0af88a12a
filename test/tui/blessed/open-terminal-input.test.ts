import { afterEach, expect, test, vi } from 'vitest';
import type { InputEvent } from '../../../src/tui/input/input-event.ts';
import { makeTextFrame, openScreen } from './open-screen.ts';

/** Nothing is drawn in fake time: the terminal in memory takes its own time. */
function useFakeTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}
afterEach(() => {
  vi.useRealTimers();
});

function openInput(options: Parameters<typeof openScreen>[0] = {}) {
  const { terminal, screen } = openScreen(options);
  const events: InputEvent[] = [];
  screen.onInput((event) => events.push(event));
  const keys = () => events.flatMap((event) => (event.kind === 'key' ? [event.key] : []));
  return { terminal, screen, events, keys };
}

/** Lets time pass, and what is due then happen. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

test('reads keys in raw mode, and reports each by its name as soon as it is whole', () => {
  const { terminal, keys } = openInput();
  expect(terminal.input.isRaw).toBe(true);
  for (const bytes of ['q', 'G', '\x03', '\r', '\x1b[A', '\x1b', 'OC', '\xc5', '\x82']) {
    terminal.press(Buffer.from(bytes, 'latin1'));
  }
  expect(keys()).toEqual(['q', 'S-g', 'C-c', 'enter', 'up', 'right', 'ł']);
});

test('waits for what belongs to ESC as long as it is told, and then reports Esc', async () => {
  useFakeTime();
  const { terminal, keys } = openInput({ escapeTimeoutMs: 200 });
  terminal.press('\x1b');
  await pass(150);
  expect(keys()).toEqual([]);
  terminal.press('[D');
  expect(keys()).toEqual(['left']);
  terminal.press('\x1b');
  await pass(202);
  expect(keys()).toEqual(['left', 'escape']);
  terminal.press('[D');
  expect(keys()).toEqual(['left', 'escape']);
});

test('takes what came while the process was busy as having come in time', async () => {
  useFakeTime();
  const { terminal, keys } = openInput();
  terminal.press('\x1b');
  vi.advanceTimersByTime(500);
  terminal.press('[D');
  await pass(0);
  expect(keys()).toEqual(['left']);
});

test('takes a late tail that came while the process was busy for one, and a key after its second for a key', async () => {
  useFakeTime();
  const { terminal, keys } = openInput();
  terminal.press('\x1b');
  await pass(70);
  vi.advanceTimersByTime(1500);
  terminal.press('[');
  terminal.press('D');
  await pass(0);
  expect(keys()).toEqual(['escape']);
  terminal.press('\x1b');
  await pass(70);
  await pass(1000);
  terminal.press('[');
  expect(keys()).toEqual(['escape', 'escape', '[']);
});

test('says of a key that it stood alone, once that is certain', async () => {
  useFakeTime();
  const { terminal, events } = openInput();
  terminal.press('P');
  await pass(45);
  expect(events).toEqual([{ kind: 'key', key: 'S-p' }]);
  await pass(10);
  expect(events).toEqual([
    { kind: 'key', key: 'S-p' },
    { kind: 'alone', key: 'S-p' },
  ]);
});

test('reports pastes and replies, which it asks for', async () => {
  const { terminal, screen, events } = openInput();
  await terminal.settle();
  expect(terminal.output.written).toContain('\x1b[?2004h');
  terminal.press('\x1b[200~q\x1b[201~\x1b[0n');
  expect(events).toEqual([
    { kind: 'paste', text: 'q' },
    { kind: 'reply', reply: '[0n' },
  ]);
  screen.close();
  expect(terminal.output.written).toContain('\x1b[?2004l');
});

test('reports nothing any longer once it is closed', async () => {
  useFakeTime();
  const { terminal, screen, events } = openInput();
  terminal.press('\x1b');
  screen.close();
  await pass(100);
  terminal.press('q');
  expect(events).toEqual([]);
});

test('reports once that the terminal is gone', async () => {
  const { terminal, screen } = openInput();
  let hungUp = 0;
  screen.onHangUp(() => hungUp++);
  terminal.input.end();
  await new Promise((resolve) => terminal.input.once('end', resolve));
  expect(hungUp).toBe(1);
});

test('asks for presses and the wheel of the mouse, and reports each step of the wheel as a key', async () => {
  const { terminal, screen, keys } = openInput({ mouse: true });
  await terminal.settle();
  const modes = [...terminal.output.written.matchAll(/\[\?(9|10[01]\d)h/g)].map(([, mode]) => mode);
  expect(modes).toEqual(['1000', '1006']);
  terminal.press('\x1b[<64;10;5M\x1b[<64;10;5M\x1b[<65;10;5M\x1b[<0;10;5M\x1b[<0;10;5mq');
  expect(keys()).toEqual(['up', 'up', 'down', 'q']);
  screen.close();
  expect(terminal.output.written).toMatch(/\[\?1000l/);
  expect(terminal.output.written).toMatch(/\[\?1006l/);
});

test('takes no notice of a mouse that it does not read', () => {
  const { terminal, events } = openInput();
  terminal.press('\x1b[<64;10;5M\x1b[M`*%');
  expect(events).toEqual([]);
});

test('draws all of the newest frame anew when it is asked, whatever others wrote on it', async () => {
  const { terminal, screen } = openInput();
  screen.draw(makeTextFrame('text'));
  await terminal.settle();
  terminal.output.write('\x1b[HBroadcast message');
  screen.draw(makeTextFrame('text'));
  expect((await terminal.lines())[0]).toBe('Broadcast message');
  screen.redraw();
  expect((await terminal.lines())[0]).toBe('text');
});
