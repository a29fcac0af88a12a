import { describe, expect, test } from 'vitest';
import { parseTokenFile } from '../../../src/serve/access/token-list.ts';

const TOKEN = 'correct-horse-battery';

describe('parseTokenFile', () => {
  test('reads names and tokens, and passes over empty lines and remarks', () => {
    const file = parseTokenFile(
      `\uFEFF# ward\r\n\r\nDr. Nowak: ${TOKEN}\r\nnight-shift:another-long-token\n`,
    );
    if (file.kind !== 'tokens') throw new Error(file.reason);
    expect(file.tokens.find(TOKEN)).toEqual({ name: 'Dr. Nowak' });
    expect(file.tokens.find('another-long-token')).toEqual({ name: 'night-shift' });
    expect(file.tokens.find(`${TOKEN}x`)).toBeNull();
    expect(file.tokens.find('')).toBeNull();
  });

  test.each([
    ['', 'no line is name:token'],
    [TOKEN, 'line 1 is not name:token'],
    [`a:${TOKEN}\n:${TOKEN}`, 'line 2 has no name'],
    ['a:short', 'line 1 has a token of fewer than 16 characters'],
    ['a:correct horse battery', 'line 1 has a blank in its token'],
    [`a:${TOKEN}\na:${TOKEN}2`, 'line 2 has the name a, which an earlier line has'],
  ])('refuses %j, and no reason has a token in it', (content, reason) => {
    const file = parseTokenFile(content);
    expect(file).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(file)).not.toMatch(/horse|short/);
  });
});
