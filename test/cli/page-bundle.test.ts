import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const FOLDER = 'dist/page';
const MOST_BYTES = 90_000;
/** Names of XML, and words that stand for an address in a message: nobody asks for either. */
const NO_ADDRESS = /^http:\/\/(www\.w3\.org\/|HOST:PORT\/)/;

const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((name) => join(FOLDER, name))
  .filter((path) => statSync(path).isFile());

test('the built page is at most 90 kB compressed, whole', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(3);
  const bytes = FILES.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test('the built page names no other host, and has no script or style in its HTML', () => {
  for (const path of FILES) {
    const content = readFileSync(path, 'utf8');
    const addresses = content.match(/\b(?:https?|wss?):\/\/[\w.-]+[^\s"'`)]*/g) ?? [];
    expect(
      addresses.filter((each) => !NO_ADDRESS.test(each)),
      path,
    ).toEqual([]);
  }
  const html = readFileSync(join(FOLDER, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=/);
});
