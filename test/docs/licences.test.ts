import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const HEAD = `# Licences

footwatch is under the MIT licence (LICENSE). What an installation brings along, and what is built into the program
(\`dist/built-in-licences.txt\` has those texts), under the licence that each states. Of blessed-contrib only two widgets and
what they load are built in; four packages of its tree state no licence in the field of that name (here: sparkline, whose
\`licenses\` and LICENSE-MIT say MIT), and the others of them are neither installed nor built in. This page is generated:
\`npx vitest run test/docs/licences.test.ts --update\`.
`;

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly license?: string;
}

test('docs/licences.md lists every package that is installed or built in, with its licence', async () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const builtIn = [...readFileSync('dist/built-in-licences.txt', 'utf8').matchAll(/^-{80}\n\n(\S+) /gm)].map(
    ([, name]) => name,
  );
  expect(builtIn).toContain('blessed-contrib');
  const rows = Object.entries(packages).flatMap(
    ([path, { version, dev, peer, optional, devOptional, license }]) => {
      const name = path.replace(/^.*node_modules\//, '');
      const isBuiltIn = builtIn.includes(name) && path === `node_modules/${name}`;
      if (path === '' || (!isBuiltIn && (dev || peer || optional || devOptional))) return [];
      return [
        `| ${name} | ${version} | ${license ?? 'MIT, by its LICENSE file'} | ${isBuiltIn ? 'built in' : 'installed'} |`,
      ];
    },
  );
  const table = ['| package | version | licence | how |', '| --- | --- | --- | --- |', ...rows.sort()].join(
    '\n',
  );
  await expect(`${HEAD}\n${table}\n`).toMatchFileSnapshot('../../docs/licences.md');
});

test('an installation brings at most 90 packages', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const installed = Object.entries(packages).filter(
    ([path, { dev, peer, optional, devOptional }]) =>
      path !== '' && !dev && !peer && !optional && !devOptional,
  );
  expect(installed.length).toBeLessThanOrEqual(90);
});
