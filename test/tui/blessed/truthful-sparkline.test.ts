import { expect, test } from 'vitest';
import { makeFrame, makeTraces, openScreen } from './open-screen.ts';

test('draws the newest reading at the right, on one fixed scale, and a gap as a gap', async () => {
  const { terminal, screen } = openScreen();
  const columns = [9, 9, 1023, 0, 1023, 1023, null, null, 512, 512, 100, 100, 0, 0];
  screen.draw(makeFrame(makeTraces(columns)));
  const [, , , line = ''] = await terminal.lines();
  expect(line).toBe('L0 9⣇⣿·⣶⣀⣀');
});

test('draws the same bar for the same reading, whatever stands beside it', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeFrame(makeTraces([100, 100])));
  expect(await terminal.cell(9, 3)).toMatchObject({ text: '⣀' });
  screen.draw(makeFrame(makeTraces([1023, 1023, 100, 100])));
  expect(await terminal.cell(9, 3)).toMatchObject({ text: '⣀' });
});

test('draws a flagged reading as an alarm', async () => {
  const { terminal, screen } = openScreen();
  screen.draw(makeFrame(makeTraces([0, 0, 700, 700], [false, false, true, true])));
  expect(await terminal.cell(9, 3)).toMatchObject({ text: '!', background: 160 });
});
