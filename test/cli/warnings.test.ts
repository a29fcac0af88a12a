import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSecretFile } from '../../src/cli/read-secret-file.ts';
import { runFootwatch } from './run-footwatch.ts';

function writeSecret(content: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'footwatch-secret-')), 'password');
  writeFileSync(path, content);
  return path;
}

describe('readSecretFile', () => {
  const MARK = 'begins with a byte order mark, which is left out';
  const BLANK = 'has a blank before or after the password, which is taken as a part of it';

  test.each([
    ['hunter2', 'hunter2', null],
    ['hunter2\nmore\n', 'hunter2', null],
    ['hunter2\r\n', 'hunter2', null],
    ['two words\n', 'two words', null],
    ['\uFEFFhunter2\n', 'hunter2', `names a file that ${MARK}`],
    ['hunter2 \n', 'hunter2 ', `names a file that ${BLANK}`],
    ['\thunter2\n', '\thunter2', `names a file that ${BLANK}`],
    ['\uFEFF hunter2\n', ' hunter2', `names a file that ${MARK}, and ${BLANK}`],
  ])('takes the first line of %j as it is, and tells what is likely not meant', (content, secret, remark) => {
    expect(readSecretFile(writeSecret(content))).toEqual({ kind: 'secret', secret, remark });
  });

  test.each([Buffer.from('\xff\xfeh\0u\0', 'latin1'), Buffer.from('hunt\xe9r2\n', 'latin1')])(
    'refuses what is no text in UTF-8, such as what some shells write unasked: %j',
    (content) => {
      const reason = 'names a file that is no UTF-8 text; must be the password';
      expect(readSecretFile(writeSecret(content))).toEqual({ kind: 'refused', reason });
    },
  );

  test.each(['', '\n', '\uFEFF\r\nhunter2'])('refuses an empty first line: %j', (content) => {
    const reason = 'names a file whose first line is empty; must be the password';
    expect(readSecretFile(writeSecret(content))).toEqual({ kind: 'refused', reason });
  });
});

describe('what is likely not meant', () => {
  const env = {
    FOOTWATCH_BASEURL: 'http://127.0.0.1:9/',
    FOOTWATCH_REDIS_PASSWORD_FILE: writeSecret('hunter2 \n'),
  };
  const UNKNOWN =
    'FOOTWATCH_BASEURL is no variable of footwatch, and sets nothing; did you mean FOOTWATCH_BASE_URL?';
  const BLANK =
    'FOOTWATCH_REDIS_PASSWORD_FILE names a file that has a blank before or after the password, which is taken as a part of it';

  test('is a warning on stderr, and nothing else changes', async () => {
    const run = await runFootwatch(['config', 'validate'], { env });
    expect(run).toMatchObject({
      exitCode: 0,
      stderr: `footwatch: warning: ${UNKNOWN}\nfootwatch: warning: ${BLANK}\n`,
    });
    expect(run.stdout).toContain('the environment is right');
  });

  test('is a finding of the doctor', async () => {
    const args = ['doctor', '--json', '--redis', 'redis://127.0.0.1:9'];
    const { stdout, stderr } = await runFootwatch(args, { env });
    const { findings } = JSON.parse(stdout) as {
      findings: { name: string; status: string; message: string }[];
    };
    const warned = findings.filter(({ name, status }) => name === 'configuration' && status === 'warn');
    expect(warned.map(({ message }) => message)).toEqual([UNKNOWN, BLANK]);
    expect(stderr).toBe('');
  });
});
