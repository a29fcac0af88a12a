import fc from 'fast-check';
import { Command } from 'ioredis';
import { expect, test } from 'vitest';
import { EncodedCommand } from '../../../src/store/redis/encoded-command.ts';

test('sends the bytes that a command of ioredis sends, of any texts in any number of lists', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ minLength: 30, maxLength: 2000 }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(text)), (parts) => {
      const encoded = new EncodedCommand('evalsha', ...parts).toWritable();
      expect(encoded).toBe(new Command('evalsha', parts.flat()).toWritable({}));
    }),
  );
});

test('keeps no argument where an error would show it', () => {
  expect(new EncodedCommand('evalsha', ['Nowak']).args).toEqual([]);
});
