import { describe, expect, test, vi } from 'vitest';
import { readTailSince } from '../../src/store/read-tail.ts';
import type { StoredPair } from '../../src/store/stored-entry.ts';

describe('The tail of a list', () => {
  const pairs = Array.from(
    { length: 5000 },
    (_, second): StoredPair => ['[{"id":0,"value":1}]', `${second}`],
  );
  const open = (list = pairs) => vi.fn(async (start: number, stop: number) => list.slice(start, stop));

  test('is read in pages that double, until a page holds an older entry', async () => {
    const readPage = open();
    const samples = await readTailSince(5000, 4500, readPage);
    expect(samples.map((sample) => sample.atSeconds)).toEqual(
      Array.from({ length: 500 }, (_, index) => 4500 + index),
    );
    expect(readPage.mock.calls).toEqual([
      [4800, 5000],
      [4400, 4800],
    ]);
  });

  test('is the whole list when no entry is older', async () => {
    expect(await readTailSince(5000, 0, open())).toHaveLength(5000);
    expect(await readTailSince(0, 0, open())).toEqual([]);
  });

  test('is read past entries that cannot be read', async () => {
    const holed = pairs.map((pair, index): StoredPair => (index >= 4700 ? ['', ''] : pair));
    expect(await readTailSince(5000, 4699, open(holed))).toMatchObject([{ atSeconds: 4699 }]);
  });
});
