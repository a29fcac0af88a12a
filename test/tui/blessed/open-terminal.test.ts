import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openTerminal, type TerminalScreen } from '../../../src/tui/blessed/open-terminal.ts';
import type {
  Block,
  Frame,
  Line,
  Rect,
  TableBlock,
  TextBlock,
  TracesBlock,
} from '../../../src/tui/frame/frame.ts';
import type { Colours } from '../../../src/tui/frame/theme.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';

const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';
const SHOW_CURSOR = '\x1b[?25h';
const LEAVE_ALTERNATE = '\x1b[?1049l';

const opened: TerminalScreen[] = [];
afterEach(() => {
  for (const screen of opened.splice(0)) screen.close();
});

interface Setting {
  readonly columns?: number;
  readonly rows?: number;
  readonly term?: string;
  readonly colours?: Colours;
  readonly unicode?: boolean;
  readonly mouse?: boolean;
}

function open({
  columns = 40,
  rows = 10,
  term = 'xterm-256color',
  colours = 256,
  unicode = true,
  mouse = false,
}: Setting = {}) {
  const terminal = new VirtualTerminal(columns, rows);
  const { input, output } = terminal;
  const screen = openTerminal({ input, output, term, colours, unicode, mouse });
  opened.push(screen);
  return { terminal, screen };
}

function frameOf(...blocks: Block[]): Frame {
  return { width: 40, height: 10, blocks };
}

function textBlock(rect: Rect, lines: Line[], border?: TextBlock['border']): TextBlock {
  return { id: 'text', kind: 'text', rect, lines, ...(border && { border }) };
}

const WHOLE: Rect = { x: 0, y: 0, width: 40, height: 10 };

describe('a terminal', () => {
  test('shows lines of text in their places and colours', async () => {
    const { terminal, screen } = open();
    screen.draw(
      frameOf(
        textBlock({ x: 3, y: 2, width: 20, height: 2 }, [
          [
            { text: 'ab', foreground: 'good' },
            { text: 'c', foreground: { step: 10 }, background: { step: 0 } },
          ],
          [{ text: 'second' }],
        ]),
      ),
    );
    expect(await terminal.lines()).toMatchObject({ 2: '   abc', 3: '   second' });
    expect(await terminal.cell(3, 2)).toMatchObject({ text: 'a', foreground: 77, background: null });
    expect(await terminal.cell(5, 2)).toMatchObject({ text: 'c', foreground: 227, background: 17 });
  });

  test('draws a border with its title and its note', async () => {
    const { terminal, screen } = open();
    const border = { title: [{ text: 'Left' }], note: [{ text: 'last 14 s' }] };
    screen.draw(frameOf(textBlock({ x: 0, y: 0, width: 30, height: 3 }, [[{ text: 'x' }]], border)));
    expect((await terminal.lines()).slice(0, 3)).toEqual([
      `╭ Left ${'─'.repeat(11)} last 14 s ╮`,
      `│x${' '.repeat(27)}│`,
      `╰${'─'.repeat(28)}╯`,
    ]);
  });

  test('leaves out the note of a border that has no room for both', async () => {
    const { terminal, screen } = open();
    const border = { title: [{ text: 'A long title' }], note: [{ text: 'note' }] };
    screen.draw(frameOf(textBlock({ x: 0, y: 0, width: 18, height: 2 }, [], border)));
    expect((await terminal.lines()).slice(0, 2)).toEqual(['╭ A long title ──╮', '╰────────────────╯']);
  });

  test('draws in ASCII where nothing else can be shown', async () => {
    const { terminal, screen } = open({ unicode: false, term: 'vt100', colours: 0 });
    const border = { title: [{ text: 'Feet' }], note: [] };
    const name = [{ text: 'Elżbieta 佐藤 ░' }];
    screen.draw(frameOf(textBlock({ x: 0, y: 0, width: 20, height: 3 }, [name], border)));
    expect((await terminal.lines()).slice(0, 3)).toEqual([
      '+ Feet ------------+',
      '|Elzbieta ???? ?   |',
      '+------------------+',
    ]);
    expect(Buffer.byteLength(terminal.output.written)).toBe(terminal.output.written.length);
  });

  test('has no shades for a ground without colours in ASCII, and those of the ramp in Unicode', async () => {
    const line = [{ text: '  7 ', foreground: 'onRamp' as const, background: { step: 5 } }];
    for (const [unicode, shown] of [
      [false, '  7'],
      [true, '▒▒7▒'],
    ] as const) {
      const { terminal, screen } = open({ unicode, colours: 0 });
      screen.draw(frameOf(textBlock(WHOLE, [line])));
      expect((await terminal.lines())[0]).toBe(shown);
    }
  });

  test('keeps columns behind wide and combined characters', async () => {
    const { terminal, screen } = open();
    const draw = (name: string) => screen.draw(frameOf(textBlock(WHOLE, [[{ text: `${name}|` }]])));
    for (const [name, end] of [
      ['Żółć', 4],
      ['佐藤花子', 8],
      ['佐藤', 4],
      ['藤佐', 4],
      ['a佐', 3],
      ['佐a', 3],
      ['e\u0301a', 2],
      ['ab', 2],
    ] as const) {
      draw(name);
      expect(await terminal.cell(end, 0), name).toMatchObject({ text: '|' });
      expect((await terminal.lines())[0]).toBe(`${name}|`);
    }
  });

  test('cuts at the edges of a block, and never shows half a wide character', async () => {
    const { terminal, screen } = open();
    screen.draw(
      frameOf(textBlock({ x: 0, y: 0, width: 4, height: 1 }, [[{ text: 'abc佐' }], [{ text: 'below' }]]), {
        ...textBlock({ x: 38, y: 1, width: 9, height: 30 }, [[{ text: 'over' }]]),
        id: 'outside',
      }),
    );
    expect((await terminal.lines()).slice(0, 2)).toEqual(['abc', `${' '.repeat(38)}ov`]);
  });

  test('shows what looks like a tag or an escape as it is', async () => {
    const { terminal, screen } = open();
    const evil = '{red-fg}{/} \x1b[31mx\x9b1m\u202ey';
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: evil }]])));
    expect((await terminal.lines())[0]).toBe('{red-fg}{/} [31mx1my');
    expect(await terminal.cell(1, 0)).toMatchObject({ foreground: 251 });
  });

  test('makes an alarm stand out with and without colours', async () => {
    const draw = async (colours: Colours) => {
      const { terminal, screen } = open({ colours });
      screen.draw(frameOf(textBlock(WHOLE, [[{ text: '!894!', foreground: 'alarm' }]])));
      return terminal.cell(0, 0);
    };
    expect(await draw(256)).toMatchObject({ background: 160, isBold: true });
    expect(await draw(16)).toMatchObject({ background: 1, isBold: true });
    expect(await draw(0)).toMatchObject({
      foreground: null,
      background: null,
      isBold: true,
      isInverse: true,
    });
  });

  test.each([
    ['tmux-256color', 256],
    ['screen-256color', 256],
    ['xterm-256color', 256],
    ['xterm-kitty', 256],
    ['xterm', 16],
    ['screen', 16],
    ['linux', 16],
  ] as const)('drives %s in its %d colours', async (term, colours) => {
    const { terminal, screen } = open({ term, colours });
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'x', foreground: { step: 10 } }, { text: '─' }]])));
    expect((await terminal.lines())[0]).toBe('x─');
    expect(await terminal.cell(0, 0)).toMatchObject({ foreground: colours === 256 ? 227 : 11 });
  });

  test('removes what is no longer in the frame', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'long text' }]])));
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'short' }]])));
    expect((await terminal.lines())[0]).toBe('short');
    screen.draw(frameOf());
    expect((await terminal.lines()).join('')).toBe('');
  });

  test('draws another kind of block under the same name', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'text' }]])));
    screen.draw(frameOf({ ...table({ rows: [[{ text: 'table' }]] }), id: 'text' }));
    expect((await terminal.lines()).slice(0, 2)).toEqual(['name    by', 'table']);
  });

  test('fills its new size after a resize', async () => {
    const { terminal, screen } = open();
    let resized = 0;
    screen.onResize(() => resized++);
    screen.draw(frameOf(textBlock({ x: 35, y: 0, width: 5, height: 1 }, [[{ text: 'right' }]])));
    terminal.resize(60, 12);
    expect(resized).toBe(1);
    expect(screen.size).toEqual({ columns: 60, rows: 12 });
    screen.draw(frameOf(textBlock({ x: 55, y: 11, width: 5, height: 1 }, [[{ text: 'right' }]])));
    const lines = await terminal.lines();
    expect(lines).toHaveLength(12);
    expect(lines[0]).toBe('');
    expect(lines[11]).toBe(`${' '.repeat(55)}right`);
  });

  test('writes nothing for a frame that looks like the last one', async () => {
    const { terminal, screen } = open();
    const frame = () =>
      frameOf(
        textBlock({ ...WHOLE, height: 2 }, [[{ text: '佐藤 e\u0301', foreground: 'alarm' }]]),
        traces([0, null, 1023, 5]),
        table({ rows: [[{ text: '花子' }]], selected: 0 }),
      );
    screen.draw(frame());
    await terminal.settle();
    const before = terminal.output.written.length;
    screen.draw(frame());
    await terminal.settle();
    expect(terminal.output.written).toHaveLength(before);
  });

  test('wraps each large frame in one synchronized update', async () => {
    const { terminal, screen } = open();
    await terminal.settle();
    let before = terminal.output.written.length;
    const rows = Array.from({ length: 10 }, (_, y) =>
      Array.from({ length: 40 }, (_, x) => ({ text: 'x', foreground: { step: (x + y) % 11 } })),
    );
    // A small change comes in one piece anyway.
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'a' }], [{ text: 'b' }]])));
    await terminal.settle();
    expect(terminal.output.written.slice(before)).not.toContain(BEGIN_UPDATE);
    before = terminal.output.written.length;
    screen.draw(frameOf(textBlock(WHOLE, rows)));
    await terminal.settle();
    const frame = terminal.output.written.slice(before);
    expect(frame.startsWith(BEGIN_UPDATE)).toBe(true);
    expect(frame.endsWith(END_UPDATE)).toBe(true);
    expect(frame.split(BEGIN_UPDATE)).toHaveLength(2);
  });

  test('queues nothing while its output is stalled, and then shows the newest frame', async () => {
    const { terminal, screen } = open();
    const draw = (text: string) => screen.draw(frameOf(textBlock(WHOLE, [[{ text }]])));
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
});

describe('whatever happens to a terminal', () => {
  const text = fc.array(fc.constantFrom('a', ' ', '佐', '▀', 'e\u0301'), { maxLength: 12 });
  const steps = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('draw'), x: fc.nat(50), y: fc.nat(12), text }) },
    fc.record({ kind: fc.constantFrom('stall', 'resume'), x: fc.nat(0), y: fc.nat(0), text }),
    fc.record({ kind: fc.constant('resize'), x: fc.integer({ min: 2, max: 50 }), y: fc.nat(12), text }),
  );

  test('it shows the newest frame in the end, cell by cell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 20 }), async (happenings) => {
        const { terminal, screen } = open();
        let newest = frameOf();
        screen.onResize(() => screen.draw(newest));
        for (const { kind, x, y, text } of happenings) {
          if (kind === 'stall') terminal.output.stall();
          if (kind === 'resume') terminal.output.resume();
          if (kind === 'resize') terminal.resize(x, y + 1);
          if (kind !== 'draw') continue;
          const line = [{ text: text.join(''), foreground: { step: x % 11 }, background: { step: y % 11 } }];
          newest = frameOf(textBlock({ x, y, width: 20, height: 1 }, [line]));
          screen.draw(newest);
          if (x % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        terminal.output.resume();
        await new Promise((resolve) => setImmediate(resolve));
        const { columns, rows } = terminal.output;
        const fresh = open({ columns, rows });
        fresh.screen.draw(newest);
        expect(await terminal.looks()).toEqual(await fresh.terminal.looks());
        for (const one of opened.splice(0)) one.close();
      }),
    );
  });
});

function traces(columns: (number | null)[], flagged: boolean[] = []): TracesBlock {
  return {
    id: 'traces',
    kind: 'traces',
    rect: { x: 0, y: 3, width: 10, height: 2 },
    gutterWidth: 4,
    traces: [{ gutter: [[{ text: 'L0 99' }]], columns, flagged, rows: 1 }],
    newestColumn: 1,
    motion: 'scroll',
    isOld: false,
  };
}

describe('traces on a terminal', () => {
  test('show the newest at the right, on one fixed scale, with a gap that is one', async () => {
    const { terminal, screen } = open();
    const columns = [9, 9, 1023, 0, 1023, 1023, null, null, 512, 512, 100, 100, 0, 0];
    screen.draw(frameOf(traces(columns)));
    const [, , , line = ''] = await terminal.lines();
    expect(line).toBe('L0 9⣇⣿·⣶⣀⣀');
  });

  test('show the same bar for the same reading, whatever stands beside it', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(traces([100, 100])));
    expect(await terminal.cell(9, 3)).toMatchObject({ text: '⣀' });
    screen.draw(frameOf(traces([1023, 1023, 100, 100])));
    expect(await terminal.cell(9, 3)).toMatchObject({ text: '⣀' });
  });

  test('show a flagged reading as an alarm', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(traces([0, 0, 700, 700], [false, false, true, true])));
    expect(await terminal.cell(9, 3)).toMatchObject({ text: '!', background: 160 });
  });
});

function table(parts: Partial<TableBlock>): TableBlock {
  return {
    id: 'table',
    kind: 'table',
    rect: { x: 0, y: 0, width: 20, height: 4 },
    headers: ['name', 'by'],
    columnWidths: [8, 6],
    rows: [],
    selected: null,
    empty: 'nothing',
    ...parts,
  };
}

describe('a table on a terminal', () => {
  test('keeps its columns with wide names and long ones, and reads no tags', async () => {
    const { terminal, screen } = open();
    const rows = ['佐藤', 'Brzęczyszczykiewicz', '{red-fg}'].map((text) => [{ text }, { text: 'API' }]);
    screen.draw(frameOf(table({ rows })));
    expect((await terminal.lines()).slice(0, 4)).toEqual([
      'name    by',
      '佐藤    API',
      'BrzęczysAPI',
      '{red-fg}API',
    ]);
  });

  test('marks the whole row under the cursor', async () => {
    const { terminal, screen } = open();
    const rows = [[{ text: 'one' }], [{ text: 'two' }, { text: '!', foreground: 'alarm' as const }]];
    screen.draw(frameOf(table({ rows, selected: 1 })));
    expect(await terminal.cell(0, 1)).toMatchObject({ background: null });
    expect(await terminal.cell(0, 2)).toMatchObject({ background: 236 });
    expect(await terminal.cell(8, 2)).toMatchObject({ background: 160 });
    expect(await terminal.cell(19, 2)).toMatchObject({ background: 236 });
    expect(await terminal.cell(20, 2)).toMatchObject({ background: null });
  });

  test('says that it is empty, and needs no headers', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(table({ headers: [] })));
    expect((await terminal.lines())[0]).toBe(' nothing');
  });

  test('has its size after a resize', async () => {
    const { terminal, screen } = open();
    const border = { title: [{ text: 'Log' }], note: [] };
    screen.draw(frameOf(table({ border })));
    terminal.resize(30, 6);
    screen.draw(frameOf(table({ border, rect: { x: 0, y: 0, width: 30, height: 6 } })));
    const lines = await terminal.lines();
    expect(lines[0]).toBe(`╭ Log ${'─'.repeat(23)}╮`);
    expect(lines[5]).toBe(`╰${'─'.repeat(28)}╯`);
  });
});

describe('keys of a terminal', () => {
  test('come by their names', () => {
    const { terminal, screen } = open();
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

  test('tell when the terminal is gone', async () => {
    const { terminal, screen } = open();
    let hungUp = 0;
    screen.onKey(() => {});
    screen.onHangUp(() => hungUp++);
    terminal.input.end();
    await new Promise((resolve) => terminal.input.once('end', resolve));
    expect(hungUp).toBe(1);
  });
});

describe('the mouse', () => {
  test('is asked for presses and the wheel only, and only on request; the wheel does what keys do', async () => {
    const { terminal, screen } = open({ mouse: true });
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
});

describe('the bell', () => {
  test('rings, but not after the output was stalled', async () => {
    const { terminal, screen } = open();
    await terminal.settle();
    const rings = () => terminal.output.written.split('\x07').length - 1;
    screen.ring();
    expect(rings()).toBe(1);
    terminal.output.stall();
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'x' }]])));
    screen.ring();
    terminal.output.resume();
    await terminal.settle();
    expect(rings()).toBe(1);
  });
});

describe('giving the terminal back for a while', () => {
  test('leaves it as it was, draws nothing meanwhile, and then draws all of the newest frame', async () => {
    const { terminal, screen } = open({ mouse: true });
    screen.onKey(() => {});
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'before' }], [{ text: 'same' }]])));
    await terminal.settle();
    screen.release();
    expect(await terminal.isAlternate()).toBe(false);
    expect(terminal.input.isRaw).toBe(false);
    expect(terminal.output.written.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(
      terminal.output.written.lastIndexOf('\x1b[?25l'),
    );
    expect(terminal.output.written).toMatch(/\[\?1006l/);
    const { length } = terminal.output.written;
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'newest' }], [{ text: 'same' }]])));
    await terminal.settle();
    expect(terminal.output.written).toHaveLength(length);
    screen.take();
    expect(terminal.input.isRaw).toBe(true);
    expect((await terminal.lines()).slice(0, 2)).toEqual(['newest', 'same']);
    expect(await terminal.isAlternate()).toBe(true);
    expect(terminal.output.written.slice(length)).toMatch(/\[\?1006h/);
  });

  test('needs no release before: others may have drawn on it', async () => {
    const { terminal, screen } = open();
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'text' }]])));
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
});

describe('giving the terminal back', () => {
  test('leaves the alternate screen, shows the cursor and ends raw mode', async () => {
    const { terminal, screen } = open();
    screen.onKey(() => {});
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'x' }]])));
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

  test('happens once, and nothing is drawn after it', async () => {
    const { terminal, screen } = open();
    screen.close();
    const { length } = terminal.output.written;
    screen.close();
    screen.draw(frameOf(textBlock(WHOLE, [[{ text: 'late' }]])));
    await terminal.settle();
    expect(terminal.output.written).toHaveLength(length);
  });

  test('happens on the exit of a process that did not do it', async () => {
    const { terminal } = open();
    const [listener] = process.listeners('exit').slice(-1);
    listener?.(0);
    expect(terminal.output.written.endsWith(LEAVE_ALTERNATE)).toBe(true);
  });

  test('never asked for the mouse, and leaves no handlers behind', async () => {
    const events = ['exit', 'uncaughtException', 'SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'];
    const count = () => events.map((event) => process.listenerCount(event));
    const before = count();
    const first = open();
    const second = open();
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
});
