import { expect, test, vi } from 'vitest';

const compared: (readonly [number, number])[] = [];
vi.mock('node:crypto', async (load) => {
  const crypto = await load<typeof import('node:crypto')>();
  return {
    ...crypto,
    timingSafeEqual: (a: Uint8Array, b: Uint8Array) => {
      compared.push([a.length, b.length]);
      return crypto.timingSafeEqual(a, b);
    },
  };
});
const { parseTokenFile } = await import('../../../src/serve/access/token-list.ts');

test('whatever is tried is compared with every token, as digests of one length', () => {
  const file = parseTokenFile('a:0123456789abcdef\nb:fedcba9876543210-longer\nc:yet-another-token-0');
  if (file.kind !== 'tokens') throw new Error(file.reason);
  for (const token of ['0123456789abcdef', 'yet-another-token-0', '', 'x', 'x'.repeat(10_000)]) {
    compared.splice(0);
    file.tokens.find(token);
    expect(compared).toEqual(Array(3).fill([32, 32]));
  }
});
