import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCKER, docker, until } from './containers.ts';

const IMAGE = 'footwatch-systemd';
/** The name is given by scripts/test-image.mjs: it is pulled, or made. */
const DEBIAN_NODE = 'node:24-bookworm-slim';
const NAME = `footwatch-systemd-${process.pid}`;
const UNITS = ['footwatch-cacher', 'footwatch-serve'] as const;
/** What a container needs to run systemd as its process 1; the units themselves take rights away again. */
const RIGHTS = [
  ...['--cgroupns', 'host', '--cap-add', 'SYS_ADMIN', '--cap-add', 'SYS_PTRACE'],
  ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
  ...['--tmpfs', '/run', '--tmpfs', '/run/lock', '--tmpfs', '/tmp:exec'],
];

/** Runs a line in the container as root, and returns what it printed; throws where it fails. */
function run(line: string, input = ''): string {
  return execFileSync(DOCKER, ['exec', '-i', NAME, 'sh', '-c', line], {
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  }).trim();
}

const show = (unit: string, property: string) => run(`systemctl show -p ${property} --value ${unit}`);
const logOf = (unit: string) => run(`journalctl -u ${unit} -o cat --no-pager`);
const isActive = (unit: string) => show(unit, 'ActiveState') === 'active';
const listStates = (): string[] => {
  const text = run(
    `node -e "fetch('http://127.0.0.1:8050/api/patients').then((r) => r.text()).then(console.log, () => console.log('[]'))"`,
  );
  return (JSON.parse(text) as { state: string }[]).map(({ state }) => state);
};

/** The commands at the head of a unit, and what each reads. */
function listCommands(unit: string): { line: string; input: string }[] {
  const text = readFileSync(`conf/systemd/${unit}.service`, 'utf8');
  const user = unit === 'footwatch-cacher' ? 'cacher' : 'watch';
  return Array.from(text.matchAll(/^# {3}((?:install|systemctl) .*?)(?: {2,}.*)?$/gm), ([, line = '']) => ({
    line,
    input: line.includes('/dev/stdin') ? run(`cat /root/users/${user}/password`) : '',
  }));
}

beforeAll(async () => {
  const built = await docker(
    ...['build', '--quiet', '-t', IMAGE, '-f', 'test/image/systemd.Dockerfile'],
    ...['--build-arg', `NODE_IMAGE=${DEBIAN_NODE}`, 'test/image'],
  );
  expect(built.code, built.stderr).toBe(0);
  const groups = existsSync('/sys/fs/cgroup/systemd') ? '/sys/fs/cgroup/systemd' : '/sys/fs/cgroup';
  const started = await docker('run', '-d', '--name', NAME, ...RIGHTS, '-v', `${groups}:${groups}:rw`, IMAGE);
  expect(started.code, started.stderr).toBe(0);
  await until('systemd has started', 60, async () => {
    const { stdout } = await docker('exec', NAME, 'systemctl', 'is-system-running');
    return /running|degraded/.test(stdout);
  });
  run(
    [
      'set -e',
      'package=/usr/local/lib/node_modules/footwatch',
      'for user in redis cacher watch erase; do mkdir -p /root/users/$user; done',
      'sh $package/conf/container/make-users.sh /root/users $package/conf/users.acl',
      'install -m 644 /root/users/redis/users.acl /etc/redis/users.acl',
      'echo "aclfile /etc/redis/users.acl" >>/etc/redis/redis.conf',
      'systemctl restart redis-server',
      'install -D -m 644 /dev/stdin /etc/footwatch/footwatch.yaml',
    ].join('\n'),
    'api: {baseUrl: http://127.0.0.1:8051/}\n',
  );
  await docker('exec', '-d', NAME, 'footwatch', 'simulate', '--port', '8051');
}, 600_000);
afterAll(async () => {
  await docker('rm', '-f', NAME);
}, 60_000);

describe('the units of systemd', () => {
  test('are installed by the commands at their head, and then store and show samples', async () => {
    const commands = UNITS.flatMap(listCommands);
    expect(commands.map(({ line }) => line.split(' ')[0])).toEqual([
      ...['install', 'install', 'systemctl'],
      ...['install', 'systemctl'],
    ]);
    for (const { line, input } of commands) run(line, input);
    for (const unit of UNITS) expect(isActive(unit), logOf(unit)).toBe(true);
    await until(
      'every patient is live',
      60,
      () => listStates().filter((state) => state === 'live').length === 6,
    );
  });

  test('give the password to their service alone, as a user that has no name anywhere else', async () => {
    expect(show('footwatch-cacher', 'Environment')).not.toContain(run('cat /root/users/cacher/password'));
    const credential = '/run/credentials/footwatch-cacher.service/redis-password';
    const nobody = await docker('exec', '--user', '65534:65534', NAME, 'cat', credential);
    expect(nobody.code).not.toBe(0);
    expect(nobody.stderr).toContain('Permission denied');
    const pid = show('footwatch-cacher', 'MainPID');
    expect(run(`stat -c %u /proc/${pid}`)).toMatch(/^6\d{4}$/);
    expect(run(`grep -h ^CapEff /proc/${pid}/status`)).toMatch(/0{16}$/);
  });

  test('read the configuration again at a reload', async () => {
    run('systemctl reload footwatch-cacher');
    await until('it is read', 10, () => logOf('footwatch-cacher').includes('configuration read again'));
    expect(isActive('footwatch-cacher')).toBe(true);
  });

  test('are started again within a minute when they hang, and go on', async () => {
    for (const unit of UNITS) run(`kill -STOP ${show(unit, 'MainPID')}`);
    for (const unit of UNITS) {
      await until(`${unit} runs again`, 60, () => show(unit, 'NRestarts') === '1' && isActive(unit));
      expect(logOf(unit)).toContain('Watchdog timeout');
    }
    await until(
      'every patient is live',
      60,
      () => listStates().filter((state) => state === 'live').length === 6,
    );
  }, 240_000);

  test('stop within seconds: the cacher with its summary, the page with success', () => {
    for (const unit of UNITS) {
      const startMs = performance.now();
      run(`systemctl stop ${unit}`);
      expect(performance.now() - startMs).toBeLessThan(7000);
      expect(`${show(unit, 'ActiveState')} ${show(unit, 'Result')}`).toBe('inactive success');
    }
    expect(logOf('footwatch-cacher')).toMatch(/^\{"polls":\d+,"stored":\d+.*"dropped":0/m);
  });

  test('are not started again where the configuration is wrong, which is told in one line', async () => {
    run('echo "cacher: {interval: never}" >/etc/footwatch/footwatch.yaml');
    const start = await docker('exec', NAME, 'systemctl', 'start', 'footwatch-cacher');
    expect(start.code).not.toBe(0);
    expect(show('footwatch-cacher', 'ExecMainStatus')).toBe('78');
    expect(show('footwatch-cacher', 'ActiveState')).toBe('failed');
    const complaints = logOf('footwatch-cacher').match(/^footwatch: .*cacher\.interval.*$/gm);
    expect(complaints).toHaveLength(1);
  });
});
