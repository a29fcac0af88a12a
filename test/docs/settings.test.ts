import { describe, expect, test } from 'vitest';
import { makeSettingsTable } from '../../src/settings/markdown-table.ts';

const HEAD = `# Settings

Flags override environment variables, which override the configuration file, which overrides the defaults. A key with neither flag
nor variable can be set in a file only. \`footwatch config show\` prints the settings in force and where each came from. This page
is generated from \`src/settings/registry.ts\`: \`npx vitest run test/docs/settings.test.ts --update\`.
`;

describe('docs/settings.md', () => {
  test('lists every setting as the registry defines it', async () => {
    await expect(`${HEAD}\n${makeSettingsTable()}\n`).toMatchFileSnapshot('../../docs/settings.md');
  });
});
