import { expect, test } from 'vitest';
import { isWalkId, makeWalkId, withoutNotes } from '../../src/core/kept-walk.ts';

test.each([
  [1_795_465_522, '20261123-202522'],
  [1_795_465_522.999, '20261123-202522'],
  [0, '19700101-000000'],
  [1_804_636_799.5, '20270309-235959'],
])('names a walk kept at %s by its date and time in UTC: %s', (atSeconds, id) => {
  expect(makeWalkId(atSeconds)).toBe(id);
});

test.each(['20261126-140322', 'a', 'walk_7.b-c', '7'.repeat(64)])('takes %j for an id', (text) => {
  expect(isWalkId(text)).toBe(true);
});

test.each(['', ' ', '-x', '_x', '../x', 'a b', 'a\n', 'ż', 'a*', 'a:b', '7'.repeat(65)])(
  'takes %j for no id',
  (text) => {
    expect(isWalkId(text)).toBe(false);
  },
);

test('leaves out what tells who a patient is, notes and words included', () => {
  const walk = {
    patient: 3,
    id: 'a',
    sinceSeconds: 1,
    untilSeconds: 2,
    note: 'Albert limps',
    marks: [{ atSeconds: 1.5, word: 'Albert turns' }],
    insole: 'clinic@0a1b',
    profile: {
      firstname: 'Albert',
      lastname: 'Lisowski',
      birthdate: '1991',
      disabled: true,
      traceName: 'Albert',
      traceId: '1',
    },
  };
  const hidden = withoutNotes(walk);
  expect(JSON.stringify(hidden)).not.toMatch(/Albert|Lisowski|1991/);
  expect(hidden).toMatchObject({
    id: 'a',
    marks: [{ atSeconds: 1.5 }],
    insole: 'clinic@0a1b',
    profile: { disabled: true },
  });
  expect(withoutNotes({ ...walk, profile: null }).profile).toBeNull();
});
