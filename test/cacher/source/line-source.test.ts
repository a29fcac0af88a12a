import { describe, expect, test, vi } from 'vitest';
import type { Cacher } from '../../../src/cacher/cacher.ts';
import { LineSource } from '../../../src/cacher/source/line-source.ts';
import { compileMapping } from '../../../src/core/decoding/compile-mapping.ts';
import { EXPORT_MAPPING } from '../../../src/core/decoding/decode-line.ts';
import type { DecodeRefusal, FrameDecoder } from '../../../src/core/decoding/frame.ts';
import { SIX_TARGET } from '../../core/decoding/mapping-examples.ts';
import { useFakeTime } from '../fake-time.ts';
import { ScriptedStore } from '../scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from '../start-test-cacher.ts';

const decoder = compileMapping(EXPORT_MAPPING, SIX_TARGET) as FrameDecoder;

function makeLine(patient: number, timestamp: number | null, value = 1): string {
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value }));
  return `${JSON.stringify({ patient, ...(timestamp !== null && { timestamp }), sensors })}\n`;
}

/** An input that a test writes to, and that tells how many chunks were taken from it. */
class TestInput implements AsyncIterable<Uint8Array> {
  taken = 0;
  #chunks: Uint8Array[] = [];
  #wake: () => void = () => {};
  #isEnded = false;

  write(text: string): void {
    this.#chunks.push(Buffer.from(text));
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.taken++;
        yield chunk;
      } else if (this.#isEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

function startPushed({ store = new ScriptedStore(), holder = 'one', patients = [1, 2] } = {}) {
  const input = new TestInput();
  const refusals: DecodeRefusal[] = [];
  let running: Cacher | null = null;
  const source = new LineSource({
    input,
    format: {
      mapping: EXPORT_MAPPING,
      onlyPatient: null,
      findPatient: (name) => patients.find((patient) => String(patient) === name) ?? null,
      isElsewhere: () => false,
      decoderOf: () => decoder,
    },
    isHeldUp: () =>
      running === null || running.status.storeDownReason !== null || running.status.waitingSamples > 100,
    isLeft: (patient) => running?.isLeft(patient) ?? false,
    onNews: (patient) => running?.wake(patient),
    onRefused: (refusal) => refusals.push(refusal),
    nowMs: () => performance.now(),
  });
  const started = startTestCacher({ client: source, store, holder, patients, frames: () => decoder });
  running = started.cacher;
  const ended = source.read();
  return { ...started, store, source, input, refusals, ended };
}

const valuesOf = async (store: ScriptedStore, patient: number) =>
  (await readPatient(store, patient)).samples.map(({ sensors }) => sensors[0]?.value);

describe('samples that are pushed', () => {
  test('are stored as they come, within 50 ms', async () => {
    useFakeTime();
    const { store, cacher, input, bugs } = startPushed();
    await vi.advanceTimersByTimeAsync(500);
    for (let n = 0; n < 20; n++) {
      input.write(makeLine(1, 100 + n / 100, n));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(40);
    expect(await valuesOf(store, 1)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await finishCacher(cacher)).toMatchObject({ stored: 20, dropped: 0 });
    expect(bugs).toEqual([]);
  });

  test('without a time of their own are refused, and make the patient fail when nothing else comes', async () => {
    useFakeTime();
    const { store, cacher, input, refusals, source } = startPushed();
    await vi.advanceTimersByTimeAsync(500);
    for (let n = 0; n < 5; n++) {
      input.write(makeLine(1, null) + makeLine(2, n));
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(refusals.map(({ reason }) => reason)).toEqual(Array(5).fill('no-own-time'));
    expect(source.counts).toEqual({ lines: 10, refused: 5 });
    await vi.advanceTimersByTimeAsync(1500);
    expect((await readPatient(store, 1)).health).toMatchObject({
      state: 'down',
      lastError: expect.stringContaining('/timestamp is missing'),
    });
    expect((await readPatient(store, 2)).health).toMatchObject({ state: 'up' });
    await finishCacher(cacher);
  });

  test('are left where they are while the store is away, and none is lost or stored twice', async () => {
    useFakeTime();
    const { store, cacher, input } = startPushed();
    await vi.advanceTimersByTimeAsync(500);
    store.fates.push('lost', 'half');
    store.otherwise = 'down';
    store.isDown = true;
    for (let n = 0; n < 300; n++) input.write(makeLine(1, n, n) + makeLine(2, n, n));
    await vi.advanceTimersByTimeAsync(20_000);
    const takenMeanwhile = input.taken;
    expect(takenMeanwhile).toBeLessThan(100);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(input.taken).toBe(takenMeanwhile);
    store.otherwise = 'answered';
    store.isDown = false;
    input.end();
    await vi.advanceTimersByTimeAsync(20_000);
    for (const patient of [1, 2])
      expect(await valuesOf(store, patient)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    expect(await finishCacher(cacher)).toMatchObject({ stored: 600, dropped: 0 });
  });

  test('go on without a gap when the cacher that stored them is gone: another one had them too', async () => {
    useFakeTime();
    const store = new ScriptedStore();
    const first = startPushed({ store, holder: 'one' });
    await vi.advanceTimersByTimeAsync(500);
    const second = startPushed({ store, holder: 'two' });
    let n = 0;
    const push = async (count: number, ...inputs: TestInput[]) => {
      for (let i = 0; i < count; i++, n++) {
        for (const input of inputs) input.write(makeLine(1, n / 10, n % 1000));
        await vi.advanceTimersByTimeAsync(100);
      }
    };
    await push(50, first.input, second.input);
    // Killed: it neither writes nor releases its leases.
    const killedAt = n;
    const { cacher: dead } = first;
    const write = store.memory.write.bind(store.memory);
    store.memory.write = async (writes, lease) =>
      lease?.holder === 'one' ? new Promise(() => {}) : write(writes, lease);
    store.underWay = -1;
    await push(80, second.input);
    expect(n).toBeGreaterThan(killedAt);
    const values = await valuesOf(store, 1);
    const stored = new Set(values);
    expect(values.length).toBe(stored.size);
    expect([...stored].sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: n }, (_, at) => at));
    await finishCacher(second.cacher);
    dead.stop();
  });
});
