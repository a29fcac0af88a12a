import { expect, test } from 'vitest';
import { startModel } from '../start-model.ts';

test('starts with the ward unless a patient is asked for', () => {
  expect(startModel({ selected: null })).toMatchObject({ mode: 'ward', selected: 1 });
  expect(startModel({ selected: 3 })).toMatchObject({ mode: 'patient', selected: 3 });
});

test('offers the patient that is asked for even when it is not configured', () => {
  expect(startModel({ patients: [1, 9], selected: 4 }).patients).toEqual([1, 4, 9]);
});

test('starts with traces that scroll and feet as a colour field unless told otherwise', () => {
  expect(startModel()).toMatchObject({ traces: 'scroll', feet: 'field' });
  expect(startModel({ traces: 'sweep', feet: 'numbers' })).toMatchObject({
    traces: 'sweep',
    feet: 'numbers',
  });
});
