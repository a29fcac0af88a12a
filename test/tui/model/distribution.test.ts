import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/core/distribution.ts';
import type { Message } from '../../../src/tui/model/message.ts';
import { counted } from '../example-screens.ts';
import { play, playToTransition } from '../play.ts';
import { startModel } from '../start-model.ts';

const distribution = counted().counted as Distribution;
const count = (list: 'samples' | 'anomalies', isWhole: boolean, patient = 1): Message => ({
  kind: 'distributionCounted',
  query: { patient, list },
  distribution: { ...distribution },
  isWhole,
});
const shown = play(startModel({ patients: [1, 2] }), 'distribution');

test('the list on the screen is counted, and no list once the screen is left', () => {
  const effect = (query: object | null) => ({ kind: 'countDistribution', query });
  const opened = playToTransition(startModel(), 'distribution');
  expect(opened.effects).toEqual([effect({ patient: 1, list: 'samples' })]);
  const switched = playToTransition(opened.model, 'distributionSource');
  expect(switched.effects).toEqual([effect({ patient: 1, list: 'anomalies' })]);
  expect(playToTransition(switched.model, 'nextPatient').effects).toContainEqual(
    effect({ patient: 2, list: 'anomalies' }),
  );
  expect(playToTransition(switched.model, 'help').effects).toEqual([]);
  expect(playToTransition(switched.model, 'back').effects).toEqual([effect(null)]);
});

test('a partial count is shown until the whole list is counted, and does not replace a whole count', () => {
  const partial = play(shown, count('samples', false));
  expect(partial.distribution).toMatchObject({ counted: distribution, isWhole: false });
  const whole = play(partial, count('samples', true));
  expect(whole.distribution.isWhole).toBe(true);
  expect(play(whole, count('samples', false))).toEqual(whole);
});

test('a count of another list or another patient is not shown', () => {
  expect(play(shown, count('anomalies', true))).toEqual(shown);
  expect(play(shown, count('samples', true, 2))).toEqual(shown);
});
