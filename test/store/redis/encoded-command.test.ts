import fc from 'fast-check';
import { Command } from 'ioredis';
import { expect, test } from 'vitest';
import { EncodedCommand } from '../../../src/store/redis/encoded-command.ts';

test('sends the bytes that a command of ioredis sends, of any texts', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ minLength: 30, maxLength: 2000 }),
  );
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const encoded = new EncodedCommand('evalsha', (sink) => {
        for (const each of texts) sink.push(each);
      }).toWritable();
      expect(encoded.toString()).toBe(new Command('evalsha', texts).toWritable({}));
    }),
  );
});

test('keeps no argument where an error would show it', () => {
  expect(new EncodedCommand('evalsha', (sink) => sink.push('Nowak')).args).toEqual([]);
});
