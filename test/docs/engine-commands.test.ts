import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENTED_COMMANDS } from '../image/documented-commands.ts';

const FILES = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docker-compose.yml', 'conf/prometheus/alerts.yml'],
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const COMMAND = String.raw`((?:[A-Z_]+=\S+ )?docker (?:compose|run|build|exec)\b`;
/** In backticks, in brackets, in a block of code, and in a comment with what it does behind two blanks. */
const SHOWN = [
  new RegExp(`\`${COMMAND}[^\`]*)\``, 'g'),
  new RegExp(`\\([^()]*?${COMMAND}[^()\`,]*)\\)`, 'g'),
  new RegExp(`^(?: {4}|# )${COMMAND}.*?)(?: {2,}.*)?$`, 'gm'),
];

test('every command of the container engine that a document shows is one that npm run test:image runs', () => {
  const shown = FILES.flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return SHOWN.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, line = '']) => line));
  });
  expect(new Set(shown)).toEqual(new Set(DOCUMENTED_COMMANDS));
});
