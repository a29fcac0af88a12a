import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = 'docs/pictures';
const MAX_BYTES = 400_000;
const readAll = (folder: string, pattern: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
const SCRIPTS = readAll('scripts', /\.(mjs|ts)$/);
const DOCUMENTS = `${readFileSync('README.md', 'utf8')}\n${readAll('docs', /\.md$/)}`;

describe.each(readdirSync(FOLDER))('docs/pictures/%s', (file) => {
  test('is made by a script, and shown by a document', () => {
    expect(SCRIPTS).toContain(`'${file.replace(/\.png$/, '')}'`);
    expect(DOCUMENTS).toContain(`pictures/${file})`);
  });

  test('is a PNG that opens fast', () => {
    const bytes = readFileSync(`${FOLDER}/${file}`);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.length).toBeLessThan(MAX_BYTES);
  });
});
