import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const { forbidden = [], options }: IConfiguration = createRequire(import.meta.url)(
  '../../.dependency-cruiser.cjs',
);

/** Of each rule, an import that it refuses: the file that imports, and what. */
const REFUSED: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'no-cycles': ['src/core/sample.ts', 'src/core/sample.ts'],
  resolvable: ['src/core/sample.ts', './nowhere.ts'],
  'core-is-pure': ['src/core/sample.ts', 'node:fs'],
  'bin-is-the-entry': ['bin/footwatch.ts', 'src/core/sample.ts'],
  'nobody-imports-the-entry': ['src/cli/main.ts', 'bin/footwatch.ts'],
  'nobody-imports-cli': ['src/tui/dashboard.ts', 'src/cli/main.ts'],
  'store-knows-core-only': ['src/store/store.ts', 'src/reader/follower.ts'],
  'settings-know-values-only': ['src/settings/registry.ts', 'src/store/keys.ts'],
  'cacher-alone': ['src/cacher/cacher.ts', 'src/reader/follower.ts'],
  'reader-knows-no-screen': ['src/reader/follower.ts', 'src/tui/dashboard.ts'],
  'export-alone': ['src/export/sample-rows.ts', 'src/tui/dashboard.ts'],
  'metrics-watch-the-cacher': ['src/metrics/metrics.ts', 'src/tui/dashboard.ts'],
  'serve-alone': ['src/serve/app.ts', 'src/tui/dashboard.ts'],
  'access-knows-no-routes': ['src/serve/access/guard.ts', 'src/serve/serve-options.ts'],
  'tui-alone': ['src/tui/dashboard.ts', 'src/cacher/cacher.ts'],
  'drawing-knows-core-only': ['src/drawing/draw-feet.ts', 'src/report/report.ts'],
  'report-knows-numbers-and-pictures': ['src/report/report.ts', 'src/store/store.ts'],
  'simulator-alone': ['src/simulator/simulator.ts', 'src/store/store.ts'],
  'frame-knows-no-model': ['src/tui/frame/frame.ts', 'src/tui/model/model.ts'],
  'model-draws-nothing': ['src/tui/model/model.ts', 'src/tui/screens/view.ts'],
  'screens-know-no-terminal': ['src/tui/screens/view.ts', 'src/tui/blessed/open-terminal.ts'],
  'a-screen-knows-no-other-screen': ['src/tui/screens/ward/view.ts', 'src/tui/screens/event/view.ts'],
  'the-terminal-knows-frames': ['src/tui/blessed/open-terminal.ts', 'src/tui/model/model.ts'],
  'ports-not-adapters': ['src/reader/follower.ts', 'src/store/redis/redis-store.ts'],
  'input-knows-bytes-only': ['src/tui/input/input-event.ts', 'src/tui/model/model.ts'],
  'one-blessed': ['src/tui/dashboard.ts', 'blessed'],
  'one-got': ['src/cacher/api/undici-client.ts', 'got'],
  'one-undici': ['src/cacher/api/got-client.ts', 'undici'],
  'one-ioredis': ['src/store/store.ts', 'ioredis'],
  'one-commander': ['src/settings/registry.ts', 'commander'],
  'one-cosmiconfig': ['src/settings/registry.ts', 'cosmiconfig'],
  'one-prom-client': ['src/cacher/cacher.ts', 'prom-client'],
  'one-hono': ['src/cli/main.ts', 'hono'],
  'one-pino': ['src/cli/main.ts', 'pino'],
  'one-csv-parse': ['src/cli/main.ts', 'csv-parse'],
  'one-d3': ['src/drawing/draw-feet.ts', 'd3-scale'],
  'one-yaml': ['src/cli/main.ts', 'yaml'],
};

const root = mkdtempSync(join(tmpdir(), 'footwatch-rules-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What a made-up project breaks: a rule, the file that imports, and what. */
async function findViolations(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(root, 'project-'));
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  const { output } = await cruise(['.'], {
    ...options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden },
  });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    from,
    to,
  }));
}

function isFile(target: string): boolean {
  return /^(src|bin)\//.test(target);
}

/** A project of all examples together: what it is made of is read once, rather than once a rule. */
function makeProject(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [from, to] of Object.values(REFUSED)) {
    const specifier = isFile(to) ? `${'../'.repeat(from.split('/').length - 1)}${to}` : to;
    files[from] = `${files[from] ?? ''}import '${specifier}';\n`;
    if (isFile(to)) files[to] ??= 'export {};\n';
    else if (!/^node:|^\./.test(to)) {
      files[`node_modules/${to}/package.json`] = JSON.stringify({ name: to, main: 'index.js' });
      files[`node_modules/${to}/index.js`] = '';
    }
  }
  return files;
}

describe('each rule of import', () => {
  let violations: Awaited<ReturnType<typeof findViolations>>;
  beforeAll(async () => {
    violations = await findViolations(makeProject());
  });

  test('has an example of what it refuses', () => {
    const names = forbidden.flatMap(({ name }) => name ?? []);
    expect([...Object.keys(REFUSED), 'no-orphans'].sort()).toEqual(names.sort());
  });

  test('no-orphans refuses a file that nothing imports and that imports nothing', async () => {
    const found = await findViolations({ 'src/core/alone.ts': 'export {};' });
    expect(found.map(({ rule }) => rule)).toEqual(['no-orphans']);
  });

  test.each(Object.entries(REFUSED))('%s refuses its example', (name, [from, to]) => {
    const found = violations.flatMap((violation) =>
      violation.rule === name && violation.from === from ? violation.to : [],
    );
    const names = [to, to.replace('node:', ''), `node_modules/${to}/index.js`];
    expect(found.filter((each) => names.includes(each))).not.toEqual([]);
  });

  test('lets the allowed pass', async () => {
    expect(
      await findViolations({
        'bin/footwatch.ts': "import '../src/cli/main.ts';",
        'src/cli/main.ts': "import '../store/redis/redis-store.ts'; import 'commander';",
        'src/store/redis/redis-store.ts': "import '../store.ts'; import 'ioredis';",
        'src/store/store.ts': "import '../core/sample.ts';",
        'src/core/sample.ts': 'export {};',
        'node_modules/commander/package.json': '{"name":"commander","main":"index.js"}',
        'node_modules/commander/index.js': '',
        'node_modules/ioredis/package.json': '{"name":"ioredis","main":"index.js"}',
        'node_modules/ioredis/index.js': '',
      }),
    ).toEqual([]);
  });
});
