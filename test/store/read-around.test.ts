import { describe, expect, test } from 'vitest';
import { readAround } from '../../src/store/read-around.ts';
import type { StoredPair } from '../../src/store/stored-entry.ts';

const makePair = (second: number): StoredPair => ['[{"id":0,"value":1}]', `${second}`];

/** A list of samples, one a second from 0 on, that loses its oldest ones after so many of the first reads of a range. */
function openList(
  length: number,
  trims: readonly { readonly beforeRead: number; readonly count: number }[] = [],
) {
  let pairs = Array.from({ length }, (_, second) => makePair(second));
  let reads = 0;
  const read = async (start: number, stop: number) => {
    // The binary search reads single entries, and is not counted.
    if (stop - start > 1) {
      reads++;
      for (const { beforeRead, count } of trims) if (beforeRead === reads) pairs = pairs.slice(count);
    }
    return { pairs: pairs.slice(start, stop), length: pairs.length };
  };
  return { read, countReads: () => reads };
}

describe('readAround', () => {
  const readSeconds = async (
    list: ReturnType<typeof openList>,
    atSeconds: number,
    before: number,
    from: number,
  ) => (await readAround(list.read, atSeconds, { before, from })).map((sample) => sample.atSeconds);

  test('reads so many samples before an instant and from it on, in one read', async () => {
    const list = openList(100);
    expect(await readSeconds(list, 50, 3, 2)).toEqual([47, 48, 49, 50, 51]);
    expect(await readSeconds(list, 50.5, 2, 2)).toEqual([49, 50, 51, 52]);
    expect(list.countReads()).toBe(2);
  });

  test('reads fewer at the ends of the list', async () => {
    expect(await readSeconds(openList(100), 1, 5, 2)).toEqual([0, 1, 2]);
    expect(await readSeconds(openList(100), 99, 2, 5)).toEqual([97, 98, 99]);
    expect(await readSeconds(openList(100), 200, 2, 5)).toEqual([98, 99]);
  });

  test('searches again when the list was trimmed between the search and the read', async () => {
    const list = openList(100, [{ beforeRead: 1, count: 10 }]);
    expect(await readSeconds(list, 50, 3, 2)).toEqual([47, 48, 49, 50, 51]);
    expect(list.countReads()).toBe(2);
  });

  test('gives what it has found after three tries on a list that is trimmed all the time', async () => {
    const trims = [1, 2, 3, 4].map((beforeRead) => ({ beforeRead, count: 10 }));
    const list = openList(100, trims);
    expect(await readSeconds(list, 50, 3, 2)).toEqual([57, 58, 59, 60, 61]);
    expect(list.countReads()).toBe(3);
  });
});
