import { expect, test } from 'vitest';
import { RecordedTape } from '../../src/reader/recorded-tape.ts';
import { ExampleRows, START_SECONDS } from './recording-rows.ts';

/** A tape of rows 0.3 s apart, 300 s of which are kept, after some were taken. */
async function tapeAt(rows: ExampleRows, position: number): Promise<RecordedTape> {
  const tape = new RecordedTape(rows, 300);
  await takeUntil(tape, position);
  return tape;
}

async function takeUntil(tape: RecordedTape, position: number): Promise<void> {
  for (let row = await tape.peek(); row !== null && tape.position < position; row = await tape.peek()) {
    tape.take(row);
  }
}

const readValue = (row: { sample: { sensors: readonly { value: number }[] } } | null | undefined) =>
  row?.sample.sensors[0]?.value;

test('goes on row by row, and back within what it keeps without reading anew', async () => {
  const rows = new ExampleRows(2500);
  const tape = await tapeAt(rows, 2400);
  await tape.goBack({ position: 2300 });
  expect([tape.position, readValue(tape.last), readValue(await tape.peek())]).toEqual([2300, 2299, 2300]);
  await tape.goBack({ atSeconds: START_SECONDS + 600 });
  expect([tape.position, readValue(tape.last)]).toEqual([2001, 2000]);
  await takeUntil(tape, 2500);
  expect([tape.position, readValue(tape.last), await tape.peek()]).toEqual([2500, 2499, null]);
  expect(rows.opened).toBe(1);
});

test('keeps the rows of the retention, and every flagged one of before', async () => {
  const tape = await tapeAt(new ExampleRows(20_000), 20_000);
  const { kept, flaggedBefore } = tape.stored;
  expect(kept.length).toBeGreaterThanOrEqual(1001);
  expect(kept.length).toBeLessThan(3100);
  const before = 20_000 - kept.length;
  expect(flaggedBefore.map(readValue)).toEqual(
    Array.from({ length: Math.floor(before / 50) }, (_, index) => index * 50 + 49),
  );
});

test.each([
  ['a position', { position: 700 }, 700],
  ['an instant', { atSeconds: START_SECONDS + 210 }, 701],
  ['the beginning', { position: -5 }, 1],
  ['an instant before the beginning', { atSeconds: 0 }, 1],
] as const)('reads a file anew to go back to %s', async (_, target, position) => {
  const rows = new ExampleRows(20_000);
  const tape = await tapeAt(rows, 15_000);
  expect(tape.holds(target)).toBe(false);
  await tape.goBack(target);
  expect([tape.position, rows.opened]).toEqual([position, 2]);
  const fresh = await tapeAt(new ExampleRows(20_000), position);
  expect(tape.stored).toEqual(fresh.stored);
  await takeUntil(tape, 20_000);
  expect(readValue(tape.last)).toBe(19_999);
});

test('goes no further back in a pipe than what is kept, and says so beforehand', async () => {
  const rows = new ExampleRows(20_000);
  const tape = await tapeAt(rows, 500);
  expect(tape.firstPosition).toBe(1);
  rows.isFile = false;
  // Nothing was dropped yet.
  expect(tape.firstPosition).toBe(1);
  await takeUntil(tape, 15_000);
  const { firstPosition } = tape;
  expect(firstPosition).toBeGreaterThan(11_000);
  await tape.goBack({ position: 3 });
  expect([tape.position, tape.stored.kept.length, rows.opened]).toEqual([firstPosition, 1, 1]);
  await takeUntil(tape, 20_000);
  expect(readValue(tape.last)).toBe(19_999);
});

test('ends reading anew when it is aborted', async () => {
  const tape = await tapeAt(new ExampleRows(20_000), 15_000);
  await tape.goBack({ position: 10_000 }, AbortSignal.abort());
  expect(tape.position).toBe(0);
});
