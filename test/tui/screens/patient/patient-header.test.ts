import { describe, expect, test } from 'vitest';
import type { TimedSnapshot } from '../../../../src/reader/timed-snapshot.ts';
import { drawTopBar } from '../../../../src/tui/screens/patient/patient-header.ts';
import { makeContext } from '../../../../src/tui/screens/view-context.ts';
import {
  exampleHealth,
  exampleProfile,
  exampleSnapshot,
  modelWithSnapshot,
  NOW_SECONDS,
  unseenSnapshot,
} from '../../example-model.ts';
import { lineText } from '../../frame/frame-to-text.ts';

function topBar(snapshot: TimedSnapshot, columns = 120, unicode = true): string {
  const context = makeContext({ ...modelWithSnapshot(columns, 40, snapshot), unicode });
  const { lines } = drawTopBar(context, { x: 0, y: 0, width: columns, height: 1 });
  return lines.map(lineText).join('\n');
}

describe('who it is', () => {
  test('shows number, name, birth date and walk', () => {
    expect(topBar(exampleSnapshot(2))).toContain(' footwatch  2 Elżbieta Nowak  born 1976 · walk "ela" ');
  });

  test('tells in words at every width that the patient is disabled', () => {
    const snapshot = exampleSnapshot(2, { profile: { ...exampleProfile(2), disabled: true } });
    expect(topBar(snapshot)).toContain('born 1976 · disabled · walk "ela"');
    expect(topBar(snapshot, 60)).toContain('disabled');
  });

  test('shows a dash for what is not known', () => {
    const profile = { ...exampleProfile(2), firstname: null, birthdate: null, traceName: null };
    expect(topBar(exampleSnapshot(2, { profile }))).toContain('2 – Nowak  born –');
    expect(topBar(exampleSnapshot(2, { profile: null }))).toContain('2 –  born –');
  });

  test('cuts a long name of a walk, and keeps the age', () => {
    const profile = { ...exampleProfile(2), traceName: 'piotrek - w czasie spaceru z psem po lesie' };
    expect(topBar(exampleSnapshot(2, { profile }))).toMatch(/walk "piotrek - w czasie spaceru …" .*age <1 s/);
  });

  test('writes names in ASCII on an ASCII terminal', () => {
    expect(
      topBar(exampleSnapshot(2, { profile: { ...exampleProfile(2), lastname: 'Żółć 王' } }), 120, false),
    ).toContain('2 Elzbieta Zolc ?');
  });
});

describe('how it is', () => {
  test('shows the store’s time of day in the reader’s zone', () => {
    expect(topBar(exampleSnapshot(2))).toMatch(/14:03:22 $/);
  });

  test('tells since when and why the API is down, and leaves room for the name', () => {
    const health = exampleHealth({ state: 'down', lastError: 'x'.repeat(180) });
    const snapshot = exampleSnapshot(2, { health, nowSeconds: NOW_SECONDS + 5 });
    const bar = topBar({ ...snapshot, health: { ...health, updatedAtSeconds: NOW_SECONDS + 5 } }, 80);
    expect(bar).toMatch(/2 Elżbieta Nowak .*× DOWN since 14:03:21: x+…/);
    expect(bar).toHaveLength(80);
  });

  test('tells that a patient was never seen, which is not stale', () => {
    expect(topBar(unseenSnapshot(2))).toContain('– NEVER SEEN');
  });

  test('shows a dash for an age that cannot be trusted, and corrects ages by the cacher’s clock', () => {
    const early = exampleSnapshot(2, { nowSeconds: NOW_SECONDS - 1.8 });
    expect(topBar(early)).toMatch(/LIVE {2}age {4}–/);
    expect(topBar({ ...early, health: exampleHealth({ clockOffsetMs: 2_000 }) })).toMatch(/LIVE {2}age <1 s/);
  });
});
