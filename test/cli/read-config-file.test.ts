import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runFootwatch } from './run-footwatch.ts';

/** Modes bind root too without these capabilities: a file of root with mode 0 is then what one of 0600 is to others. */
const through =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
    : [];

const newFolder = () => realpathSync(mkdtempSync(join(tmpdir(), 'footwatch-config-')));
function write(folder: string, name: string, content = 'patients: 7\n', mode = 0o644): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}
const validate = (cwd: string, env: Record<string, string> = {}, ...args: string[]) =>
  runFootwatch(['config', 'validate', ...args], { cwd, env, through });

describe('a configuration file that is there and cannot be read ends with 78', () => {
  const refuses = async (cwd: string, message: string, env: Record<string, string> = {}) =>
    expect(await validate(cwd, env)).toEqual({ exitCode: 78, stdout: '', stderr: `footwatch: ${message}\n` });

  test.each(['footwatch.yaml', 'footwatch.json', '.footwatchrc', '.footwatchrc.yml'])('%s', async (name) => {
    const cwd = newFolder();
    write(cwd, name, '{}', 0);
    await refuses(cwd, `${name}: not readable`);
  });

  test('also where it lies above the working directory, and another one beyond it can be read', async () => {
    const top = newFolder();
    write(top, 'footwatch.yaml');
    const path = write(join(top, 'a'), 'footwatch.yml', '', 0);
    mkdirSync(join(top, 'a', 'b'));
    await refuses(join(top, 'a', 'b'), `${path}: not readable`);
  });

  test.each(['config.yaml', 'footwatch.yaml'])(
    'and in the configuration folder of the user: %s',
    async (name) => {
      const home = newFolder();
      const path = write(join(home, 'footwatch'), name, '', 0);
      await refuses(newFolder(), `${path}: not readable`, { XDG_CONFIG_HOME: home });
    },
  );

  test('a folder in its place, as Docker makes of a mount without a file', async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, 'footwatch.yaml'));
    await refuses(cwd, 'footwatch.yaml: is a folder');
  });

  test('a link to nothing, and one into a closed folder', async () => {
    const cwd = newFolder();
    symlinkSync('nowhere', join(cwd, 'footwatch.yaml'));
    await refuses(cwd, 'footwatch.yaml: is a link to a file that does not exist');
    const closed = newFolder();
    const other = newFolder();
    symlinkSync(write(closed, 'real.yaml'), join(other, 'footwatch.yaml'));
    chmodSync(closed, 0);
    await refuses(other, 'footwatch.yaml: not readable');
  });

  test('but not where a nearer one can be read', async () => {
    const top = newFolder();
    write(top, 'footwatch.yaml', '', 0);
    write(join(top, 'a'), 'footwatch.yaml');
    expect(await validate(join(top, 'a'))).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a folder that may not be searched is a warning that names it', () => {
  const warns = async (cwd: string, folder: string, env: Record<string, string> = {}) =>
    expect(await validate(cwd, env)).toMatchObject({
      exitCode: 0,
      stderr: `footwatch: warning: ${folder} may not be searched: a configuration file in it or below is passed over\n`,
    });

  test('the configuration folder of the user, or one above it', async () => {
    const home = newFolder();
    write(join(home, 'closed', 'config', 'footwatch'), 'config.yaml');
    chmodSync(join(home, 'closed'), 0);
    await warns(newFolder(), join(home, 'closed'), { XDG_CONFIG_HOME: join(home, 'closed', 'config') });
  });

  test('one above the working directory, whose own file is read all the same', async () => {
    const top = newFolder();
    const cwd = join(top, 'a', 'b');
    write(cwd, 'footwatch.yaml', '# nothing\n');
    chmodSync(join(top, 'a'), 0);
    await warns(cwd, join(top, 'a'));
    chmodSync(join(top, 'a'), 0o700);
    write(cwd, 'footwatch.yaml');
    chmodSync(join(top, 'a'), 0);
    const run = await validate(cwd);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('footwatch.yaml is right'),
      stderr: '',
    });
  });

  test('but is not told where only errors are, and as JSON where the log is', async () => {
    const home = newFolder();
    write(join(home, 'footwatch'), 'config.yaml');
    chmodSync(home, 0);
    const env = { XDG_CONFIG_HOME: home };
    expect(await validate(newFolder(), env, '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
    const { stderr } = await validate(newFolder(), env, '--log-format', 'json');
    expect(JSON.parse(stderr)).toMatchObject({ level: 'warn', msg: expect.stringContaining(home) });
  });
});

describe('a file that is named', () => {
  test('is read where the folder above it cannot be listed', async () => {
    const folder = newFolder();
    const path = write(folder, 'ward.yaml');
    chmodSync(folder, 0o311);
    const run = await validate(newFolder(), {}, '--config', path);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`${path} is right`),
      stderr: '',
    });
  });

  test.each(['ward.yaml', 'ward.json'])(
    'is read from where we are below a closed folder: %s',
    async (name) => {
      const top = newFolder();
      const cwd = join(top, 'a');
      write(cwd, name, '{"patients": 7}');
      chmodSync(top, 0);
      const run = await validate(cwd, {}, '--config', name);
      expect(run).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(`${name} is right`),
        stderr: '',
      });
    },
  );

  test('can be named by FOOTWATCH_CONFIG, and ends with 78 where it cannot be read', async () => {
    const folder = newFolder();
    const path = write(folder, 'ward.yaml', 'patients: 7\n', 0);
    expect(await validate(newFolder(), { FOOTWATCH_CONFIG: path })).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: `footwatch: ${path}: not readable\n`,
    });
    chmodSync(path, 0o400);
    expect((await validate(newFolder(), { FOOTWATCH_CONFIG: path })).stdout).toContain(`${path} is right`);
  });

  test('may begin with a byte order mark', async () => {
    for (const [name, content] of [
      ['ward.json', '{"patients": 7}'],
      ['ward.yaml', 'patients: 7'],
    ] as const) {
      const path = write(newFolder(), name, `\uFEFF${content}`);
      expect(await validate(newFolder(), {}, '--config', path)).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });
});

test('a user without a home folder or an entry in the list of users is served as well', async () => {
  const forget =
    "import os from 'node:os'; import { syncBuiltinESMExports } from 'node:module'; delete process.env.HOME; " +
    "const fail = () => { throw new Error('uv_os_homedir') }; os.homedir = () => process.env.HOME ?? fail(); " +
    'syncBuiltinESMExports();';
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(forget)}` };
  expect(await validate(newFolder(), env)).toMatchObject({ exitCode: 0, stderr: '' });
  const path = write(newFolder(), 'ward.yaml');
  expect(await validate(newFolder(), env, '--config', path)).toMatchObject({ exitCode: 0, stderr: '' });
});
