import { describe, expect, test } from 'vitest';
import { makeSettingsTable } from '../../src/settings/markdown-table.ts';

const HEAD = `# Settings

Flags go before the environment before the configuration file before the defaults. A key with neither flag nor variable stands in
a file only. \`footwatch config show\` tells which are in force and where each came from. This page is made from
\`src/settings/registry.ts\`: \`npx vitest run test/docs/settings.test.ts --update\`.
`;

describe('docs/settings.md', () => {
  test('lists every setting as it is defined', async () => {
    await expect(`${HEAD}\n${makeSettingsTable()}\n`).toMatchFileSnapshot('../../docs/settings.md');
  });
});
