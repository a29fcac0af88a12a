import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTerminal } from '../../../src/tui/blessed/open-terminal.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';
import {
  closeAll,
  makeFrame,
  makeTable,
  makeText,
  makeTextFrame,
  makeTraces,
  openScreen,
  WHOLE,
} from './open-screen.ts';

const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';

test.each([
  ['tmux-256color', 256],
  ['screen-256color', 256],
  ['xterm-256color', 256],
  ['xterm-kitty', 256],
  ['xterm', 16],
  ['screen', 16],
  ['linux', 16],
] as const)('drives %s in its %d colours', async (term, colours) => {
  const { terminal, screen } = openScreen({ term, colours });
  screen.draw(makeFrame(makeText(WHOLE, [[{ text: 'x', foreground: { step: 10 } }, { text: '─' }]])));
  expect((await terminal.lines())[0]).toBe('x─');
  expect(await terminal.cell(0, 0)).toMatchObject({ foreground: colours === 256 ? 227 : 11 });
});

test('removes what the next frame does not have', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeTextFrame('long text'));
  screen.draw(makeTextFrame('short'));
  expect((await terminal.lines())[0]).toBe('short');
  screen.draw(makeFrame());
  expect((await terminal.lines()).join('')).toBe('');
});

test('draws another kind of block under the same id', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeTextFrame('text'));
  screen.draw(makeFrame({ ...makeTable({ rows: [[{ text: 'table' }]] }), id: 'text' }));
  expect((await terminal.lines()).slice(0, 2)).toEqual(['name    by', 'table']);
});

test.each([
  [0, 0],
  [undefined, undefined],
] as const)(
  'draws 80x24 on a terminal that tells %s by %s cells, until it tells another',
  async (columns, rows) => {
    const terminal = new VirtualTerminal(80, 24);
    Object.assign(terminal.output, { columns, rows });
    const { input, output } = terminal;
    const screen = openTerminal({ input, output, term: 'linux', colours: 16, unicode: false });
    expect(screen.size).toEqual({ columns: 80, rows: 24 });
    screen.draw({
      width: 80,
      height: 24,
      blocks: [makeText({ x: 75, y: 23, width: 5, height: 1 }, [[{ text: 'right' }]])],
    });
    expect((await terminal.lines())[23]).toBe(`${' '.repeat(75)}right`);
    terminal.resize(60, 12);
    expect(screen.size).toEqual({ columns: 60, rows: 12 });
    screen.close();
  },
);

test('draws in the new size after a resize', async () => {
  const { terminal, screen } = openScreen();
  let resized = 0;
  screen.onResize(() => resized++);
  screen.draw(makeFrame(makeText({ x: 35, y: 0, width: 5, height: 1 }, [[{ text: 'right' }]])));
  terminal.resize(60, 12);
  expect(resized).toBe(1);
  expect(screen.size).toEqual({ columns: 60, rows: 12 });
  screen.draw(makeFrame(makeText({ x: 55, y: 11, width: 5, height: 1 }, [[{ text: 'right' }]])));
  const lines = await terminal.lines();
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe('');
  expect(lines[11]).toBe(`${' '.repeat(55)}right`);
});

test('writes nothing for a frame that looks like the last one', async () => {
  const { terminal, screen } = openScreen();
  const frame = () =>
    makeFrame(
      makeText({ ...WHOLE, height: 2 }, [[{ text: '佐藤 e\u0301', foreground: 'alarm' }]]),
      makeTraces([0, null, 1023, 5]),
      makeTable({ rows: [[{ text: '花子' }]], selected: 0 }),
    );
  screen.draw(frame());
  await terminal.settle();
  const before = terminal.output.written.length;
  screen.draw(frame());
  await terminal.settle();
  expect(terminal.output.written).toHaveLength(before);
});

test('wraps a large frame in one synchronized update, and a small change in none', async () => {
  const { terminal, screen } = openScreen();
  await terminal.settle();
  let before = terminal.output.written.length;
  const rows = Array.from({ length: 10 }, (_, y) =>
    Array.from({ length: 40 }, (_, x) => ({ text: 'x', foreground: { step: (x + y) % 11 } })),
  );
  // A small change arrives in one piece anyway.
  screen.draw(makeFrame(makeText(WHOLE, [[{ text: 'a' }], [{ text: 'b' }]])));
  await terminal.settle();
  expect(terminal.output.written.slice(before)).not.toContain(BEGIN_UPDATE);
  before = terminal.output.written.length;
  screen.draw(makeFrame(makeText(WHOLE, rows)));
  await terminal.settle();
  const frame = terminal.output.written.slice(before);
  expect(frame.startsWith(BEGIN_UPDATE)).toBe(true);
  expect(frame.endsWith(END_UPDATE)).toBe(true);
  expect(frame.split(BEGIN_UPDATE)).toHaveLength(2);
});

test('queues nothing while the output is stalled, and then shows the newest frame', async () => {
  const { terminal, screen } = openScreen();
  const draw = (text: string) => screen.draw(makeTextFrame(text));
  await terminal.settle();
  terminal.output.stall();
  draw('frame 0');
  const queued = terminal.output.writableLength;
  for (let frame = 1; frame <= 2000; frame++) draw(`frame ${frame}`);
  await new Promise((resolve) => setImmediate(resolve));
  expect(terminal.output.writableLength).toBe(queued);
  terminal.output.resume();
  expect((await terminal.lines())[0]).toBe('frame 2000');
  expect(terminal.output.written).not.toContain('1999');
});

const text = fc.array(fc.constantFrom('a', ' ', '佐', '▀', 'e\u0301'), { maxLength: 12 });
const steps = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('draw'), x: fc.nat(50), y: fc.nat(12), text }) },
  fc.record({ kind: fc.constantFrom('stall', 'resume'), x: fc.nat(0), y: fc.nat(0), text }),
  fc.record({ kind: fc.constant('resize'), x: fc.integer({ min: 2, max: 50 }), y: fc.nat(12), text }),
);

test('shows the newest frame in the end, whatever was drawn, stalled or resized before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 20 }), async (happenings) => {
      const { terminal, screen } = openScreen();
      let newest = makeFrame();
      screen.onResize(() => screen.draw(newest));
      for (const { kind, x, y, text } of happenings) {
        if (kind === 'stall') terminal.output.stall();
        if (kind === 'resume') terminal.output.resume();
        if (kind === 'resize') terminal.resize(x, y + 1);
        if (kind !== 'draw') continue;
        const line = [{ text: text.join(''), foreground: { step: x % 11 }, background: { step: y % 11 } }];
        newest = makeFrame(makeText({ x, y, width: 20, height: 1 }, [line]));
        screen.draw(newest);
        if (x % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      terminal.output.resume();
      await new Promise((resolve) => setImmediate(resolve));
      const { columns, rows } = terminal.output;
      const fresh = openScreen({ columns, rows });
      fresh.screen.draw(newest);
      expect(await terminal.seenCells()).toEqual(await fresh.terminal.seenCells());
      closeAll();
    }),
  );
});

test('rings the bell, except while the output is stalled', async () => {
  const { terminal, screen } = openScreen();
  await terminal.settle();
  const rings = () => terminal.output.written.split('\x07').length - 1;
  screen.ring();
  expect(rings()).toBe(1);
  terminal.output.stall();
  screen.draw(makeTextFrame('x'));
  screen.ring();
  terminal.output.resume();
  await terminal.settle();
  expect(rings()).toBe(1);
});
