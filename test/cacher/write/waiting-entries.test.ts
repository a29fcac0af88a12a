import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WaitingEntries } from '../../../src/cacher/write/waiting-entries.ts';
import type { NewEntry } from '../../../src/store/store.ts';
import { bytesInUse } from '../../tui/heap.ts';

/** The same by an array alone. */
class PlainEntries {
  entries: NewEntry[] = [];
  get length(): number {
    return this.entries.length;
  }
  push(entry: NewEntry): void {
    this.entries.push(entry);
  }
  takeFirst(count: number): NewEntry[] {
    return this.entries.splice(0, count);
  }
  putBack(entries: readonly NewEntry[]): void {
    this.entries.unshift(...entries);
  }
  dropOne(): void {
    const ordinary = this.entries.findIndex((entry) => !entry.anomalous);
    this.entries.splice(Math.max(0, ordinary), 1);
  }
}

describe('the entries that wait', () => {
  test('come out as they went in, in order, whatever is taken, put back and dropped', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('push'),
          count: fc.integer({ min: 1, max: 90 }),
          text,
          every: fc.integer({ min: 1, max: 4 }),
        }),
      },
      fc.record({ kind: fc.constant('take'), count: fc.integer({ min: 0, max: 150 }) }),
      fc.record({ kind: fc.constant('put back'), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant('drop'), count: fc.integer({ min: 1, max: 70 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const plain = new PlainEntries();
        const waiting = new WaitingEntries();
        let taken: NewEntry[] = [];
        let pushed = 0;
        for (const each of steps) {
          if ('text' in each) {
            for (let index = 0; index < each.count; index++) {
              const timestamp = (1_795_465_522 + pushed++ / 1000).toFixed(3);
              const sensorsJson = JSON.stringify([{ id: index, note: each.text }]);
              const entry = { timestamp, sensorsJson, anomalous: pushed % each.every === 0 };
              plain.push(entry);
              waiting.push(entry);
            }
          } else if ('share' in each) {
            const back = taken.slice(Math.floor(taken.length * each.share));
            plain.putBack(back);
            waiting.putBack(back);
            taken = [];
          } else if (each.kind === 'take') {
            taken = plain.takeFirst(each.count);
            expect(waiting.takeFirst(each.count)).toEqual(taken);
          } else {
            for (let index = 0; index < Math.min(each.count, plain.length); index++) {
              plain.dropOne();
              waiting.dropOne();
            }
          }
          expect(waiting.length).toBe(plain.length);
        }
        expect(waiting.takeFirst(100_000)).toEqual(plain.entries);
      }),
      { numRuns: 200 },
    );
  });

  test('take a hundred bytes each beside their own', async () => {
    const entry = (second: number, patient: number): NewEntry => ({
      timestamp: (1_795_465_522 + second * 0.3).toFixed(3),
      sensorsJson: JSON.stringify(
        [0, 1, 2, 3, 4, 5].map((id) => ({
          anomaly: false,
          id,
          value: (100 + id * 7 + second + patient) % 1024,
        })),
      ),
      anomalous: second % 50 === 0,
    });
    const before = await bytesInUse();
    const patients = Array.from({ length: 40 }, (_, patient) => {
      const waiting = new WaitingEntries();
      for (let second = 0; second < 1000; second++) waiting.push(entry(second, patient));
      return waiting;
    });
    const bytesAnEntry = ((await bytesInUse()) - before) / 40_000;
    expect(patients).toHaveLength(40);
    expect(bytesAnEntry).toBeLessThan(entry(0, 0).sensorsJson.length + 100);
  });
});
