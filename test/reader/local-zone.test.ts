import { expect, test, vi } from 'vitest';
import { zoneOffsetMinutes } from '../../src/reader/local-zone.ts';

test('a time zone east of UTC is ahead of it', () => {
  const spy = vi.spyOn(Date.prototype, 'getTimezoneOffset');
  expect([-330, 0, 240].map((offset) => spy.mockReturnValue(offset) && zoneOffsetMinutes())).toEqual([
    330, -0, -240,
  ]);
});
