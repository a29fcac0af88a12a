import { expect, test } from 'vitest';
import { KeptInput } from '../../src/cli/kept-input.ts';

async function* pipe(count: number, bytes = 10): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield new Uint8Array(bytes).fill(at);
}

async function read(chunks: AsyncIterable<Uint8Array>, count = Number.POSITIVE_INFINITY): Promise<number[]> {
  const seen: number[] = [];
  if (count === 0) return seen;
  for await (const [first = -1] of chunks) {
    seen.push(first);
    if (seen.length === count) break;
  }
  return seen;
}

test('can be read from the first byte on again, and goes on with what was not read yet', async () => {
  const input = new KeptInput(pipe(5), 50);
  expect(await read(input.open(), 2)).toEqual([0, 1]);
  expect(await read(input.open(), 3)).toEqual([0, 1, 2]);
  expect(await read(input.open())).toEqual([0, 1, 2, 3, 4]);
  expect(await read(input.open())).toEqual([0, 1, 2, 3, 4]);
  expect(input.canReopen()).toBe(true);
});

test('keeps nothing of what is longer than its bound, and says that it cannot be read again', async () => {
  const input = new KeptInput(pipe(6), 50);
  expect(input.canReopen()).toBe(true);
  expect(await read(input.open())).toEqual([0, 1, 2, 3, 4, 5]);
  expect(input.canReopen()).toBe(false);
});

test('gives the newest reading what an older one still waited for', async () => {
  let write: (chunk: Uint8Array) => void = () => {};
  const input = new KeptInput(
    (async function* () {
      yield new Uint8Array([1]);
      yield await new Promise<Uint8Array>((resolve) => {
        write = resolve;
      });
    })(),
    50,
  );
  const old = input.open();
  await old.next();
  void old.next();
  const anew = input.open();
  expect((await anew.next()).value).toEqual(new Uint8Array([1]));
  const next = anew.next();
  await new Promise(setImmediate);
  write(new Uint8Array([2]));
  expect((await next).value).toEqual(new Uint8Array([2]));
  expect((await anew.next()).done).toBe(true);
});
