import { expect, test } from 'vitest';
import { makeFrame, makeTable, openScreen } from './open-screen.ts';

test('keeps columns in place with wide and long names, and reads no markup from them', async () => {
  const { terminal, screen } = openScreen();
  const rows = ['佐藤', 'Brzęczyszczykiewicz', '{red-fg}'].map((text) => [{ text }, { text: 'API' }]);
  screen.draw(makeFrame(makeTable({ rows })));
  expect((await terminal.lines()).slice(0, 4)).toEqual([
    'name    by',
    '佐藤    API',
    'BrzęczysAPI',
    '{red-fg}API',
  ]);
});

test('marks the whole row under the cursor', async () => {
  const { terminal, screen } = openScreen();
  const rows = [[{ text: 'one' }], [{ text: 'two' }, { text: '!', foreground: 'alarm' as const }]];
  screen.draw(makeFrame(makeTable({ rows, selected: 1 })));
  expect(await terminal.cell(0, 1)).toMatchObject({ background: null });
  expect(await terminal.cell(0, 2)).toMatchObject({ background: 236 });
  expect(await terminal.cell(8, 2)).toMatchObject({ background: 160 });
  expect(await terminal.cell(19, 2)).toMatchObject({ background: 236 });
  expect(await terminal.cell(20, 2)).toMatchObject({ background: null });
});

test('shows a text when it has no rows, and needs no headers', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeFrame(makeTable({ headers: [] })));
  expect((await terminal.lines())[0]).toBe(' nothing');
});

test('takes its new size after a resize', async () => {
  const { terminal, screen } = openScreen();
  const border = { title: [{ text: 'Log' }], note: [] };
  screen.draw(makeFrame(makeTable({ border })));
  terminal.resize(30, 6);
  screen.draw(makeFrame(makeTable({ border, rect: { x: 0, y: 0, width: 30, height: 6 } })));
  const lines = await terminal.lines();
  expect(lines[0]).toBe(`╭ Log ${'─'.repeat(23)}╮`);
  expect(lines[5]).toBe(`╰${'─'.repeat(28)}╯`);
});
