import { beforeEach, describe, expect, test } from 'vitest';
import { type HandlerContext, makeHandlers } from '../../src/page/handlers.ts';
import type { PageAction } from '../../src/page/keys/page-keys.ts';
import { type Preferences, startPreferences } from '../../src/page/preferences.ts';
import { type Route, WARD } from '../../src/page/route.ts';
import { type Past, startPast } from '../../src/page/time/past.ts';

const AT = 1_795_465_522;
const SAMPLES = Array.from({ length: 10 }, (_, index) => ({ atSeconds: AT + index, sensors: [] }));
const PATIENT: Route = { view: 'patient', patient: 3, atSeconds: null };
const EVENTS = [0, 5, 9].map((seconds) => ({
  patient: 3,
  start: new Date((AT + seconds) * 1000).toISOString(),
  end: new Date((AT + seconds) * 1000).toISOString(),
  durationSeconds: 0,
  samples: 1,
  sensors: [0],
  sources: ['api'],
  peak: 1,
}));

/** A ward that somebody sorted and looked for somebody in. */
const SOUGHT = { ...WARD, sort: 'name', filter: 'ela' } as const;

let went: Route[];
let replaced: boolean[];
let moved: number[];
let preferences: Preferences;
let past: Past | null;
let opened: string | null;

beforeEach(() => {
  went = [];
  replaced = [];
  moved = [];
  preferences = startPreferences(false);
  past = null;
  opened = null;
});

/** Does what a key does on a view. */
function act(route: Route, action: PageAction, own: Partial<HandlerContext> = {}): unknown {
  return makeHandlers({
    route,
    ward: SOUGHT,
    dialog: null,
    preferences,
    travel: {
      past,
      walk: null,
      toNow: () => {
        past = null;
      },
      change: (next) => {
        past = next(past ?? startPast(SAMPLES, AT + 9, [AT, AT + 9]), past === null);
      },
    },
    patients: [1, 3, 7],
    events: EVENTS,
    canKeep: true,
    nowMs: 0,
    change: (changes) => {
      preferences = { ...preferences, ...changes };
    },
    open: (dialog) => {
      opened = dialog;
    },
    go: (to, isReplaced = false) => {
      went.push(to);
      replaced.push(isReplaced);
    },
    shiftEvent: (samples) => moved.push(samples),
    forgetMarks: () => {},
    moveRow: (by) => moved.push(by) > 0,
    movePage: () => true,
    openRow: () => true,
    focusFilter: () => {},
    findFocusedPanel: () => 'gait',
    ...own,
  })[action]();
}

describe('keys', () => {
  test('go to the next patient and the one before, around at the ends, in the view that is shown', () => {
    act(PATIENT, 'nextPatient');
    act({ ...PATIENT, patient: 7 }, 'nextPatient');
    act({ view: 'distribution', patient: 1, list: 'anomalies' }, 'previousPatient');
    act({ view: 'event', patient: 3, atSeconds: AT }, 'nextPatient');
    expect(went).toEqual([
      { view: 'patient', patient: 7, atSeconds: null },
      { view: 'patient', patient: 1, atSeconds: null },
      { view: 'distribution', patient: 7, list: 'anomalies' },
      { view: 'patient', patient: 7, atSeconds: null },
    ]);
    expect(act(PATIENT, 'nextPatient', { patients: null })).toBe(false);
    expect(act(PATIENT, 'nextPatient', { patients: [3] })).toBe(false);
  });

  test('freeze, play and halt; step back from now, and never forward of it', () => {
    expect(act(PATIENT, 'later')).toBe(false);
    expect(act(PATIENT, 'faster')).toBe(false);
    act(PATIENT, 'freeze');
    expect(past).toMatchObject({ atSeconds: AT + 9, play: null });
    act(PATIENT, 'freeze');
    expect(past?.play).not.toBeNull();
    act(PATIENT, 'freeze');
    act(PATIENT, 'earlier');
    expect(past).toMatchObject({ atSeconds: AT + 8, play: null });
    act(PATIENT, 'home');
    expect(past?.atSeconds).toBe(AT);
    act(PATIENT, 'end');
    expect(past).toBeNull();
    act(WARD, 'freeze');
    expect(past).toBeNull();
  });

  test('go back one step at a time: a dialog, a panel, the past, the patient', () => {
    act(PATIENT, 'back', { dialog: 'help' });
    expect(opened).toBeNull();
    act(PATIENT, 'enlarge');
    expect(preferences.enlarged).toBe('gait');
    act(PATIENT, 'freeze');
    act(PATIENT, 'back');
    expect([preferences.enlarged, past === null]).toEqual([null, false]);
    act(PATIENT, 'back');
    expect([past, went]).toEqual([null, []]);
    act(PATIENT, 'back');
    expect(went).toEqual([SOUGHT]);
    act(SOUGHT, 'back');
    expect(went[1]).toEqual({ ...SOUGHT, filter: '' });
  });

  test('sort the ward and clear what is found by in its address, without a step of history', () => {
    act(WARD, 'sort');
    act({ ...WARD, sort: 'number' }, 'sort');
    act({ ...WARD, sort: 'number' }, 'sort', { preferences: { ...preferences, isPrivate: true } });
    act(SOUGHT, 'back');
    expect(went).toEqual([
      { ...WARD, sort: 'number' },
      { ...WARD, sort: 'name' },
      WARD,
      { ...SOUGHT, filter: '' },
    ]);
    expect(replaced).toEqual([true, true, true, true]);
  });

  test('lead to the ward as it was looked at last', () => {
    act(PATIENT, 'ward');
    act(PATIENT, 'filter');
    act({ view: 'kept', patient: null }, 'back');
    expect(went).toEqual([SOUGHT, SOUGHT, SOUGHT]);
    expect(replaced).toEqual([false, false, false]);
    expect(act(WARD, 'ward')).toBe(false);
  });

  test('step through events as through their list, and move what is shown of one', () => {
    act({ view: 'event', patient: 3, atSeconds: AT + 5 }, 'newerEvent');
    act({ view: 'event', patient: 3, atSeconds: AT + 5 }, 'olderEvent');
    expect(went.map((route) => 'atSeconds' in route && route.atSeconds)).toEqual([AT + 9, AT]);
    expect(act({ view: 'event', patient: 3, atSeconds: AT }, 'olderEvent')).toBe(false);
    act({ view: 'event', patient: 3, atSeconds: AT }, 'earlier');
    // The newest event is the first row.
    act(PATIENT, 'newerEvent');
    expect(moved).toEqual([-1, -1]);
  });

  test('open kept walks and distributions, of the patient or of all, and close them again', () => {
    act(WARD, 'kept');
    act(PATIENT, 'kept');
    act({ view: 'kept', patient: 3 }, 'kept');
    act(PATIENT, 'distribution');
    act({ view: 'distribution', patient: 3, list: 'samples' }, 'distributionSource');
    expect(went).toEqual([
      { view: 'kept', patient: null },
      { view: 'kept', patient: 3 },
      PATIENT,
      { view: 'distribution', patient: 3, list: 'samples' },
      { view: 'distribution', patient: 3, list: 'anomalies' },
    ]);
    expect(act(WARD, 'distribution')).toBe(false);
  });

  test('keep and mark only where there is an instant', () => {
    act(PATIENT, 'mark');
    expect(opened).toBe('mark');
    expect(act(WARD, 'keep', { canKeep: false })).toBe(false);
  });

  test('zoom within limits', () => {
    for (let press = 0; press < 9; press++) act(PATIENT, 'zoomOut');
    expect(preferences.spanSeconds).toBe(120);
    for (let press = 0; press < 9; press++) act(PATIENT, 'zoomIn');
    expect(preferences.spanSeconds).toBe(4);
  });
});
