import { expect, test } from 'vitest';
import { formatRoute, parentOf, parseRoute, type Route, WARD } from '../../src/page/route.ts';

const AT = 1_795_465_522.25;
const ROUTES: readonly Route[] = [
  WARD,
  { ...WARD, sort: 'name' },
  { ...WARD, filter: 'O’Neill & Żółć #3 + 1%' },
  { ...WARD, sort: 'number', filter: '  ' },
  { view: 'patient', patient: 3, atSeconds: null },
  { view: 'patient', patient: 3, atSeconds: AT },
  { view: 'event', patient: 3, atSeconds: AT },
  { view: 'distribution', patient: 0, list: 'samples' },
  { view: 'distribution', patient: 0, list: 'anomalies' },
  { view: 'kept', patient: null },
  { view: 'kept', patient: 12 },
  { view: 'walk', patient: 12, id: '20261126-140322', atSeconds: null },
  { view: 'walk', patient: 12, id: '20261126-140322', atSeconds: AT },
];

test.each(ROUTES)('an address can be passed on: $view', (route) => {
  const { pathname, search, hash } = new URL(formatRoute(route), 'http://localhost/');
  expect(parseRoute(pathname, search, hash)).toEqual(route);
});

test('what somebody is found by may be a name: it is sent to no server', () => {
  const { pathname, search, hash } = new URL(
    formatRoute({ ...WARD, sort: 'name', filter: 'Kos' }),
    'http://localhost/',
  );
  expect([pathname + search, hash]).toEqual(['/?sort=name', '#find=Kos']);
});

test('what is no address of the page is the ward, an instant that is none is now', () => {
  for (const path of [
    '',
    '/patients',
    '/patients/x',
    '/patients/3/other',
    '/patients/-1',
    '/patients/3/kept/a/b',
  ])
    expect(parseRoute(path, '?sort=age', '#top')).toEqual(WARD);
  expect(parseRoute('/patients/3', '?at=yesterday', '')).toEqual({
    view: 'patient',
    patient: 3,
    atSeconds: null,
  });
  expect(parseRoute('/patients/3/events', '', '')).toEqual({ view: 'patient', patient: 3, atSeconds: null });
  expect(parseRoute('/patients/3/kept/..%2f', '', '')).toEqual({ view: 'kept', patient: 3 });
});

test('going back leads up to the ward', () => {
  const steps = ROUTES.map((route) => {
    let at = route;
    let count = 0;
    while (at.view !== 'ward' && count < 9) [at, count] = [parentOf(at, WARD), count + 1];
    return count;
  });
  expect(steps).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 2, 3, 3]);
  const ward = { ...WARD, filter: 'ela' };
  expect(parentOf({ view: 'patient', patient: 3, atSeconds: null }, ward)).toBe(ward);
});
