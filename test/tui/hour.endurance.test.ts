import { PassThrough, Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { formatClockTime } from '../../src/core/time/clock-time.ts';
import { bytesInUse } from './heap.ts';
import { SimulatedWatch, type SimulatedWatchOptions } from './simulated-watch.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

const SECOND_MS = 1000;
const QUARTER_MS = 15 * 60 * SECOND_MS;
/** Shorter, as a hundred patients take longer to simulate. After ten minutes the ward keeps all that it ever keeps. */
const WARD_PARTS_MS = [10 * 60 * SECOND_MS, 5 * 60 * SECOND_MS];
/** The frames of an hour would take more than a hundred times as many bytes. */
const MAX_GROWTH = 2 ** 20;
/** More bytes than any frame has that repaints the whole screen in colour. */
const MAX_FRAME = 8000;
/** Readings that no simulated walk contains. */
const NEWEST = [911, 922, 933, 944, 955, 966];
const COLUMNS = 80;
const ROWS = 24;

/** Accepts everything that is written, and counts the writes. */
class CountingOutput extends Writable {
  readonly columns = COLUMNS;
  readonly rows = ROWS;
  readonly isTTY = true;
  writes = 0;

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes++;
    done();
  }
}

/** Keys that go through every screen and every action, and back to where they began. */
const TOUR = [
  ...['G', 'g', 'j', '?', 'j', '?', 'd', 'a', 'd', '\r', 'n', 'p', 'p', '\x7f'],
  ...[' ', '\x1b[D', ' ', '>', '>', '\x1b[H', ' ', '\x1b[F', '\t', 'z', 'z', '-', '+', 't', 't', 'f', 'f'],
  ...['P', 'P', 'w', 's', 's', 's', '/', '1', '\r', '\r', 'w', '/', '\x7f', '\r', '\r', 'g'],
];
const KEY_MS = 300;
/** By then some anomalies are older than the retained samples. */
const TOUR_AT_MS = QUARTER_MS / 2;

test('watching a patient for an hour does not grow memory, whatever keys are pressed', {
  timeout: 300_000,
}, async () => {
  const { input, output, watch } = start({ patients: [1], selected: 1, anomalies: 0.05 });
  const quarters: number[] = [];
  for (let quarter = 1; quarter <= 4; quarter++) {
    await watch.walk(TOUR_AT_MS);
    for (const key of TOUR) {
      input.write(key);
      await watch.walk(KEY_MS);
    }
    await watch.walk(QUARTER_MS - TOUR_AT_MS - TOUR.length * KEY_MS);
    quarters.push(await bytesInUse());
  }
  // Each of the 12,000 samples is drawn.
  expect(output.writes).toBeGreaterThan(12_000);
  expect(measureGrowth(quarters)).toBeLessThan(MAX_GROWTH);
});

test('watching a ward of a hundred patients does not grow memory', { timeout: 300_000 }, async () => {
  const patients = Array.from({ length: 100 }, (_, index) => index + 1);
  const { output, watch } = start({ patients, selected: null, anomalies: 0 });
  const parts: number[] = [];
  for (const partMs of WARD_PARTS_MS) {
    await watch.walk(partMs);
    parts.push(await bytesInUse());
  }
  expect(output.writes).toBeGreaterThan(1000);
  expect(measureGrowth(parts)).toBeLessThan(MAX_GROWTH);
});

test('an output that stalls for an hour keeps one frame in memory, and the next frame is up to date', {
  timeout: 300_000,
}, async () => {
  const terminal = new VirtualTerminal(COLUMNS, ROWS);
  const { input, output } = terminal;
  const watch = new SimulatedWatch({ input, output, patients: [1], selected: 1, anomalies: 0.05 });
  const beforeMs = 10 * SECOND_MS;
  await watch.walk(beforeMs);
  const drained = vi.fn();
  output.on('drain', drained);
  output.stall();
  const written = output.written.length;
  await watch.walk(QUARTER_MS - beforeMs);
  expect(output.writableNeedDrain).toBe(true);
  const inFlight = output.writableLength;
  const quarters = [await bytesInUse()];
  for (let quarter = 2; quarter <= 4; quarter++) {
    await watch.walk(QUARTER_MS);
    quarters.push(await bytesInUse());
    expect(output.writableLength).toBe(inFlight);
  }
  expect(measureGrowth(quarters)).toBeLessThan(MAX_GROWTH);
  expect(inFlight).toBeLessThan(MAX_FRAME);
  expect(output.written).toHaveLength(written);
  expect(drained).not.toHaveBeenCalled();

  await watch.poll(NEWEST);
  await watch.pass(SECOND_MS / 10);
  await watch.pass(SECOND_MS / 10);
  const atSeconds = Date.now() / 1000;
  output.resume();
  // No fake time passes: what is written is what was waiting.
  await new Promise((resolve) => setImmediate(resolve));
  expect(drained).toHaveBeenCalled();
  expect(output.written.length - written - inFlight).toBeLessThan(MAX_FRAME);
  vi.useRealTimers();
  const screen = await showBytes(output.written);
  // The dashboard is ended in fake time.
  vi.useFakeTimers();
  for (const reading of NEWEST) expect(screen).toContain(String(reading));
  expect(screen).toContain('LIVE');
  expect(screen).toContain(formatClockTime(atSeconds, 60));
});

/** Shows bytes on a terminal, and reads its screen. */
async function showBytes(bytes: string): Promise<string> {
  const terminal = new VirtualTerminal(COLUMNS, ROWS);
  terminal.output.write(bytes);
  return (await terminal.lines()).join('\n');
}

function start(options: Pick<SimulatedWatchOptions, 'patients' | 'selected' | 'anomalies'>) {
  const input = new PassThrough();
  const output = new CountingOutput();
  return { input, output, watch: new SimulatedWatch({ input, output, ...options }) };
}

function measureGrowth([first = 0, ...later]: readonly number[]): number {
  return (later.at(-1) ?? 0) - first;
}
