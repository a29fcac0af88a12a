import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment } from '../cli/run-footwatch.ts';
import { RedisServer } from '../store/redis/redis-server.ts';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'],
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
/** What a documented line begins with that is a command of another program than footwatch or a container engine. */
const COMMAND = /^ {4}((?:npm|npx (?!footwatch)|redis-server|node|sh|sed|systemctl|install|apt-get) ?.*)$/gm;
const lines = new Map(
  PAGES.map((page) => [
    page,
    Array.from(readFileSync(page, 'utf8').matchAll(COMMAND), ([, line = '']) =>
      line.replace(/ {2,}#.*$/, ''),
    ),
  ]),
);

describe('commands of other programs in the documents', () => {
  test('are npm scripts that exist, test files that exist, and these, which are run here or by .ci/run', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const others = [...lines.values()].flat().filter((line) => {
      const [, script] = /^npm (?:run )?([\w:-]+)/.exec(line) ?? [];
      const [, path] = /^npx vitest run (\S+)/.exec(line) ?? [];
      return !(path ? existsSync(path) : script && script in scripts && !line.startsWith('npm start'));
    });
    expect([...new Set(others)].sort()).toEqual([
      'npm ci && npm start',
      'npm cit',
      'npm start --silent </dev/null | head -20',
      'redis-server conf/redis.conf',
    ]);
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^step npm cit$/m);
  });

  test('name npm scripts and test files that exist also within a sentence', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const text = PAGES.map((page) => readFileSync(page, 'utf8')).join('\n');
    const named = Array.from(text.matchAll(/`npm run ([\w:]+)/g), ([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const files = Array.from(text.matchAll(/npx vitest run (test\/[\w/.-]+)/g), ([, name = '']) => name);
    expect(files.filter((name) => !existsSync(name))).toEqual([]);
  });

  test('npm start --silent </dev/null | head -20', () => {
    const printed = execFileSync('bash', ['-c', 'npm start --silent </dev/null | head -20'], {
      encoding: 'utf8',
      env: { ...cleanEnvironment(), PATH: `${process.env.PATH}:/usr/bin:/bin` },
    });
    expect(printed.trimEnd().split('\n')).toHaveLength(20);
    expect(printed).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}[1-6] .* {2}live {2}L /m);
  });

  test('redis-server conf/redis.conf: what was stored is there after a kill', async () => {
    const server = await RedisServer.startWithFile('conf/redis.conf');
    onTestFinished(() => server.stop());
    const client = server.client();
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await client.rpush('3_data', 'a sample');
    // Written at each turn of the event loop, and to the disk each second: a kill of the process loses nothing.
    await server.kill();
    await server.restart();
    expect(await server.client().lrange('3_data', 0, -1)).toEqual(['a sample']);
  });
});
