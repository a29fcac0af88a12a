import { expect, test } from 'vitest';
import { play } from '../play.ts';
import { startModel } from '../start-model.ts';

test('traces sweep or scroll, and feet are a colour field or numbers, each by its own key', () => {
  expect(play(startModel(), 'toggleTraces')).toMatchObject({ traces: 'sweep', feet: 'field' });
  expect(play(startModel(), 'toggleFeet', 'toggleTraces', 'toggleTraces')).toMatchObject({
    traces: 'scroll',
    feet: 'numbers',
  });
});

test('the focus goes around all panels, in both directions', () => {
  expect(play(startModel(), 'nextPanel').focus).toBe('left-traces');
  expect(play(startModel(), 'previousPanel').focus).toBe('anomalies');
  expect(play(startModel(), 'nextPanel', 'previousPanel', 'nextPanel').focus).toBe('left-traces');
});

test('the mean stride is between the load and the anomalies', () => {
  expect(play(startModel(), 'previousPanel', 'previousPanel').focus).toBe('stride');
  expect(play(startModel(), 'previousPanel', 'previousPanel', 'previousPanel').focus).toBe('load');
});

test('the focused panel is enlarged, or the first one, and made small again by the same key', () => {
  expect(play(startModel(), 'enlarge')).toMatchObject({ focus: 'left-traces', isEnlarged: true });
  expect(play(startModel(), 'previousPanel', 'enlarge', 'enlarge')).toMatchObject({
    focus: 'anomalies',
    isEnlarged: false,
  });
});

test('a column of the traces stands for 1 to 16 polls', () => {
  const zoomedOut = play(startModel(), ...new Array(9).fill('zoomOut'));
  expect(zoomedOut.pollsPerColumn).toBe(16);
  expect(play(zoomedOut, 'zoomIn').pollsPerColumn).toBe(8);
  expect(play(zoomedOut, ...new Array(9).fill('zoomIn')).pollsPerColumn).toBe(1);
});

test('keys of the panels do nothing on a screen without panels', () => {
  const ward = startModel({ selected: null });
  for (const action of ['nextPanel', 'previousPanel', 'enlarge', 'zoomIn', 'zoomOut'] as const) {
    expect(play(ward, action)).toEqual(ward);
  }
});
