import { expect, test } from 'vitest';
import type { Colours } from '../../../src/tui/frame/theme.ts';
import { makeFrame, makeText, makeTextFrame, openScreen, WHOLE } from './open-screen.ts';

test('shows lines of text in their places and colours', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(
    makeFrame(
      makeText({ x: 3, y: 2, width: 20, height: 2 }, [
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
  const { terminal, screen } = openScreen();
  const border = { title: [{ text: 'Left' }], note: [{ text: 'last 14 s' }] };
  screen.draw(makeFrame(makeText({ x: 0, y: 0, width: 30, height: 3 }, [[{ text: 'x' }]], border)));
  expect((await terminal.lines()).slice(0, 3)).toEqual([
    `╭ Left ${'─'.repeat(11)} last 14 s ╮`,
    `│x${' '.repeat(27)}│`,
    `╰${'─'.repeat(28)}╯`,
  ]);
});

test('leaves out the note of a border that has no room for title and note', async () => {
  const { terminal, screen } = openScreen();
  const border = { title: [{ text: 'A long title' }], note: [{ text: 'note' }] };
  screen.draw(makeFrame(makeText({ x: 0, y: 0, width: 18, height: 2 }, [], border)));
  expect((await terminal.lines()).slice(0, 2)).toEqual(['╭ A long title ──╮', '╰────────────────╯']);
});

test('draws in ASCII on a terminal that shows nothing else', async () => {
  const { terminal, screen } = openScreen({ unicode: false, term: 'vt100', colours: 0 });
  const border = { title: [{ text: 'Feet' }], note: [] };
  const name = [{ text: 'Elżbieta 佐藤 ░' }];
  screen.draw(makeFrame(makeText({ x: 0, y: 0, width: 20, height: 3 }, [name], border)));
  expect((await terminal.lines()).slice(0, 3)).toEqual([
    '+ Feet ------------+',
    '|Elzbieta ???? ?   |',
    '+------------------+',
  ]);
  expect(Buffer.byteLength(terminal.output.written)).toBe(terminal.output.written.length);
});

test('without colours, draws a background of the ramp as shades in Unicode and as blanks in ASCII', async () => {
  const line = [{ text: '  7 ', foreground: 'onRamp' as const, background: { step: 5 } }];
  for (const [unicode, shown] of [
    [false, '  7'],
    [true, '▒▒7▒'],
  ] as const) {
    const { terminal, screen } = openScreen({ unicode, colours: 0 });
    screen.draw(makeFrame(makeText(WHOLE, [line])));
    expect((await terminal.lines())[0]).toBe(shown);
  }
});

test('keeps columns in place behind wide and combined characters', async () => {
  const { terminal, screen } = openScreen();
  const draw = (name: string) => screen.draw(makeFrame(makeText(WHOLE, [[{ text: `${name}|` }]])));
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

test('cuts text at the edges of a block, and never draws half a wide character', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(
    makeFrame(makeText({ x: 0, y: 0, width: 4, height: 1 }, [[{ text: 'abc佐' }], [{ text: 'below' }]]), {
      ...makeText({ x: 38, y: 1, width: 9, height: 30 }, [[{ text: 'over' }]]),
      id: 'outside',
    }),
  );
  expect((await terminal.lines()).slice(0, 2)).toEqual(['abc', `${' '.repeat(38)}ov`]);
});

test('shows text that looks like markup or an escape sequence as it is', async () => {
  const { terminal, screen } = openScreen();
  const evil = '{red-fg}{/} \x1b[31mx\x9b1m\u202ey';
  screen.draw(makeTextFrame(evil));
  expect((await terminal.lines())[0]).toBe('{red-fg}{/} [31mx1my');
  expect(await terminal.cell(1, 0)).toMatchObject({ foreground: 251 });
});

test('makes an alarm stand out with and without colours', async () => {
  const draw = async (colours: Colours) => {
    const { terminal, screen } = openScreen({ colours });
    screen.draw(makeFrame(makeText(WHOLE, [[{ text: '!894!', foreground: 'alarm' }]])));
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
