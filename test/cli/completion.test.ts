import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisServer } from '../store/redis/redis-server.ts';
import { cleanEnvironment, FOOTWATCH, runFootwatch } from './run-footwatch.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];
const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin:/bin`;
/** Whether this machine has a shell. */
const isThere = (shell: Shell) => spawnSync(shell, ['-c', 'true'], { env: { PATH } }).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'footwatch-completion-'));
let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
  const client = redis.client();
  await client.rpush('3_data', '[]');
  await client.rpush('14_data', '[]');
  symlinkSync(FOOTWATCH, join(folder, 'footwatch'));
  for (const shell of SHELLS) {
    const run = await runFootwatch(['completion', shell]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    writeFileSync(join(folder, shell), run.stdout);
  }
});
afterAll(() => redis.stop());

/** Scripts that print what a shell offers after the words of a command line, of which the last is being typed. */
const ASK: Readonly<Record<Shell, (words: readonly string[]) => string>> = {
  bash: (words) => `source ${folder}/bash
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
    _footwatch footwatch; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `compdef() { }
    compadd() { shift; print -l -- "$@" }
    _files() { print -l -- *(N) }
    _describe() { print -l -- "\${(@)\${(@P)2}%%:*}" }
    source ${folder}/zsh
    words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}
    _footwatch`,
  fish: (words) => `source ${folder}/fish; complete -C '${words.join(' ')}'`,
};

function complete(shell: Shell, words: readonly string[]): string[] {
  const env = { ...cleanEnvironment({ FOOTWATCH_REDIS: redis.url }), PATH: `${folder}:${PATH}` };
  const { stdout, stderr } = spawnSync(shell, ['-c', ASK[shell](words)], {
    env,
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const offered = stdout.split('\n').flatMap((line) => line.split('\t')[0] || []);
  // zsh filters by what was typed only after our function.
  return offered.filter((word) => word.startsWith(words.at(-1) ?? ''));
}

describe.each(SHELLS)('the completion of %s', (shell) => {
  const here = test.skipIf(!isThere(shell));

  here('completes files only after commands that read files', () => {
    expect(complete(shell, ['footwatch', 'import', 'bas'])).toEqual(['bash']);
    expect(complete(shell, ['footwatch', 'replay', '--speed', '4', 'bas'])).toEqual(['bash']);
    expect(complete(shell, ['footwatch', 'export', 'bas'])).toEqual([]);
  });

  here('completes commands, and the second word of those that have two', () => {
    expect(complete(shell, ['footwatch', 'wa'])).toEqual(['watch']);
    expect(complete(shell, ['footwatch', 'c']).sort()).toEqual([
      'cacher',
      'check',
      'compare',
      'completion',
      'config',
    ]);
    expect(
      complete(shell, ['footwatch', 'config', ''])
        .filter((word) => !word.startsWith('-'))
        .sort(),
    ).toEqual(['guess', 'show', 'validate']);
  });

  here('completes the options of the command that is typed', () => {
    expect(complete(shell, ['footwatch', 'check', '--max-']).sort()).toEqual([
      '--max-age',
      '--max-anomalies',
      '--max-gap',
    ]);
    expect(complete(shell, ['footwatch', 'watch', '--max-'])).toEqual([]);
    expect(complete(shell, ['footwatch', 'config', 'show', '--js'])).toEqual(['--json']);
  });

  here('completes patients from Redis', () => {
    expect(complete(shell, ['footwatch', 'watch', '--patient', '']).sort()).toEqual(['14', '3']);
    expect(complete(shell, ['footwatch', 'watch', '--once', '--patient', '1'])).toEqual(['14']);
  });

  here('completes words and files, and nothing for values that cannot be guessed', () => {
    expect(complete(shell, ['footwatch', 'cacher', '--log-format', '']).sort()).toEqual(['json', 'pretty']);
    expect(complete(shell, ['footwatch', 'cacher', '--config', 'zs'])).toEqual(['zsh']);
    expect(complete(shell, ['footwatch', 'cacher', '--interval', ''])).toEqual([]);
  });
});

describe('completion patients', () => {
  test('prints the patients in the store, one a line', async () => {
    const run = await runFootwatch(['completion', 'patients', '--redis', redis.url]);
    expect(run).toEqual({ exitCode: 0, stdout: '3\n14\n', stderr: '' });
  });
});
