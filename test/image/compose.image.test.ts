import { spawn } from '@lydell/node-pty';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose, composeWords, containerOf, docker, inspect, ran, readLine, until } from './containers.ts';
import { DOCUMENTED_COMMANDS, type DocumentedCommand } from './documented-commands.ts';

const IMAGE = 'footwatch';
const HEALTH = '{{.State.Health.Status}}';

const healthOf = async (service: string) => inspect(await containerOf(service), HEALTH);
/** Runs a documented line; what is put into the environment here wins over what the line says. */
const runLine = (line: DocumentedCommand, environment = {}) => {
  const { words, environment: said } = readLine(line);
  return compose(words, { ...said, ...environment });
};
const exportOf = async (patient: number) => {
  const { words } = readLine('docker compose run --rm -T watch export --patient 3');
  const { stdout } = await compose([...words.slice(0, -1), String(patient)]);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): { timestamp: number } => JSON.parse(line));
};

/** Runs a documented line in a terminal. */
function typeLine(line: DocumentedCommand) {
  const [program, ...words] = composeWords(...readLine(line).words);
  const pty = spawn(program, words, { cols: 120, rows: 40, env: { ...process.env, TERM: 'xterm-256color' } });
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const ended = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  return { output: () => output, write: (text: string) => pty.write(text), ended };
}

beforeAll(async () => {
  const { code, stderr } = await runLine('docker compose up -d');
  expect(code, stderr).toBe(0);
}, 180_000);
afterAll(async () => {
  await compose(['down', '--volumes', '--timeout', '5']);
}, 120_000);

test('the image has labels and a health check, and neither compiler nor sources', async () => {
  expect(inspect(IMAGE, '{{index .Config.Labels "org.opencontainers.image.licenses"}}')).toBe('MIT');
  expect(inspect(IMAGE, '{{index .Config.Labels "org.opencontainers.image.revision"}}')).toMatch(
    /^[0-9a-f]{7,}$/,
  );
  expect(inspect(IMAGE, '{{.Config.Healthcheck.Test}}')).toContain('healthcheck.sh');
  expect(inspect(IMAGE, '{{.Config.User}}')).toBe('node');
  const { stdout } = await docker(
    'run',
    '--rm',
    '--entrypoint',
    'sh',
    IMAGE,
    '-c',
    "find /app -name '*.ts' ! -name '*.d.ts' ! -path '*/node_modules/*'; ls -d /app/node_modules/typescript /app/node_modules/vitest /app/src 2>/dev/null; du -sk /app",
  );
  expect(stdout).toMatch(/^\d+\s\/app\n$/);
  process.stdout.write(`/app: ${stdout.split('\t')[0]} kB\n`);
});

test('every service is well within a minute, and Redis publishes no port', async () => {
  for (const service of ['redis', 'simulator', 'cacher', 'page']) {
    await until(`${service} is healthy`, 60, async () => (await healthOf(service)) === 'healthy');
  }
  expect(inspect(await containerOf('redis'), '{{json .HostConfig.PortBindings}}')).toMatch(/^(null|\{\})$/);
});

test('nothing can be written but the volumes, no service has capabilities, logs are bounded', async () => {
  for (const service of ['redis', 'simulator', 'cacher', 'page']) {
    const container = await containerOf(service);
    expect(inspect(container, '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}')).toBe('true [ALL]');
    expect(
      inspect(container, '{{gt .HostConfig.Memory 0}} {{index .HostConfig.LogConfig.Config "max-size"}}'),
    ).toBe('true 10m');
  }
});

test('samples are stored, and exported through the watch service', async () => {
  await until('samples of patient 3', 30, async () => (await exportOf(3)).length > 5);
});

test('the page is reached on this machine, and shows who walks', async () => {
  const page = await fetch('http://127.0.0.1:8050/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  const patients = (await (await fetch('http://127.0.0.1:8050/api/patients')).json()) as { state: string }[];
  expect(patients.some(({ state }) => state === 'live')).toBe(true);
});

test('Redis lets nobody in without a password, and each user do no more than it needs', async () => {
  const { stdout } = await docker(
    'exec',
    await containerOf('redis'),
    'redis-cli',
    'lrange',
    '3_data',
    '0',
    '0',
  );
  expect(stdout).toContain('NOAUTH');
  const refused = await compose(['run', '--rm', '-T', 'watch', 'erase', '--patient', '3', '--yes']);
  expect(refused.code).not.toBe(0);
});

test('the dashboard runs in a terminal, live, and leaves at q', async () => {
  const dashboard = typeLine('docker compose run --rm watch');
  await until('the ward is live', 30, () => /live|LIVE/.test(dashboard.output()));
  dashboard.write('q');
  expect(await dashboard.ended).toBe(0);
});

test('a stop takes two seconds at most and ends with the summary; nothing that was stored is lost by a kill', async () => {
  const before = await exportOf(2);
  expect(before.length).toBeGreaterThan(0);
  for (const service of ['redis', 'cacher'])
    await docker('kill', '--signal', 'KILL', await containerOf(service));
  const { code, stderr } = await compose(['up', '-d', '--no-build']);
  expect(code, stderr).toBe(0);
  await until('the cacher stores again', 60, async () => {
    const now = await exportOf(2).catch(() => []);
    return (now.at(-1)?.timestamp ?? 0) > (before.at(-1)?.timestamp ?? 0) + 1;
  });
  const times = new Set((await exportOf(2)).map(({ timestamp }) => timestamp));
  // The append-only file is written once a second.
  const lasting = before.filter(({ timestamp }) => timestamp < (before.at(-1)?.timestamp ?? 0) - 1);
  expect(lasting.filter(({ timestamp }) => !times.has(timestamp))).toEqual([]);

  const container = await containerOf('cacher');
  const start = Date.now();
  await docker('stop', '--time', '10', container);
  expect((Date.now() - start) / 1000).toBeLessThan(3);
  expect(inspect(container, '{{.State.ExitCode}}')).toBe('0');
  expect((await docker('logs', container)).stdout).toMatch(/\{"polls":\d+,"stored":\d+/);
  await compose(['up', '-d', '--no-build']);
}, 180_000);

test('a cacher that is stopped is unhealthy within 30 s', async () => {
  await until('the cacher is healthy', 60, async () => (await healthOf('cacher')) === 'healthy');
  const container = await containerOf('cacher');
  await docker('kill', '--signal', 'STOP', container);
  const seconds = await until(
    'the cacher is unhealthy',
    45,
    async () => (await healthOf('cacher')) === 'unhealthy',
  );
  await docker('kill', '--signal', 'CONT', container);
  expect(seconds).toBeLessThan(30);
}, 120_000);

test('with wrong settings it stays, unhealthy, with its one line', async () => {
  await compose(['up', '-d', '--no-build', 'cacher'], { BASE_URL: 'nonsense' });
  await until('the cacher is unhealthy', 45, async () => (await healthOf('cacher')) === 'unhealthy');
  const container = await containerOf('cacher');
  expect(inspect(container, '{{.State.Running}} {{.RestartCount}}')).toBe('true 0');
  const { stdout, stderr } = await docker('logs', container);
  expect(`${stdout}${stderr}`.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/BASE_URL is wrong/);
  const logs = await runLine('docker compose logs cacher');
  expect(logs.stdout).toMatch(/BASE_URL is wrong/);
}, 120_000);

test('with a wrong option it stays too, unhealthy, with its one line, and ends at TERM', async () => {
  const { stdout: container } = await docker(
    ...[
      'run',
      '-d',
      '-e',
      'STAY_WHEN_REFUSED=1',
      '--restart',
      'always',
      IMAGE,
      'cacher',
      '--interval',
      'never',
    ],
  );
  const id = container.trim();
  try {
    await until('it is unhealthy', 45, () => inspect(id, HEALTH) === 'unhealthy');
    expect(inspect(id, '{{.State.Running}} {{.RestartCount}}')).toBe('true 0');
    const { stdout, stderr } = await docker('logs', id);
    expect(`${stdout}${stderr}`.trim().split('\n')).toEqual([expect.stringMatching(/--interval is .*never/)]);
    await docker('stop', '--time', '10', id);
    expect(inspect(id, '{{.State.ExitCode}}')).toBe('2');
  } finally {
    await docker('rm', '-f', id);
  }
}, 120_000);

test('BASE_URL is the API that the cacher polls, and the terminal is what the environment says', async () => {
  const api = 'http://simulator:8051';
  await runLine('BASE_URL=https://api.example/ docker compose up -d', { BASE_URL: api });
  const environment = inspect(await containerOf('cacher'), '{{json .Config.Env}}');
  expect(JSON.parse(environment)).toContain(`FOOTWATCH_BASE_URL=${api}`);
  await until('the cacher is healthy', 60, async () => (await healthOf('cacher')) === 'healthy');
  const terminal = { NO_COLOR: '1', COLORTERM: 'truecolor', COLORFGBG: '0;15', TZ: 'Europe/Warsaw' };
  const said = await compose(
    ['run', '--rm', '-T', '--entrypoint', 'node', 'watch', '-p', 'JSON.stringify(process.env)'],
    terminal,
  );
  expect(JSON.parse(said.stdout.trim().split('\n').at(-1) ?? '{}')).toMatchObject(terminal);
}, 120_000);

test('a patient who is polled no more is erased, and only then', async () => {
  const refused = typeLine('docker compose run --rm erase erase --patient 3');
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toMatch(/a cacher polls patient 3|polls/);
  await runLine('FOOTWATCH_PATIENTS=1-2,4-6 docker compose up -d');
  await until('the cacher is healthy', 60, async () => (await healthOf('cacher')) === 'healthy');
  const erasure = typeLine('docker compose run --rm erase erase --patient 3');
  await until('it asks', 30, () => /Type yes/.test(erasure.output()));
  erasure.write('yes\r');
  expect(await erasure.ended, erasure.output()).toBe(0);
  expect(erasure.output()).toContain('patient 3: erased');
  expect(await exportOf(3)).toEqual([]);
  expect((await exportOf(2)).length).toBeGreaterThan(0);
}, 180_000);

test('any user runs it on a root that cannot be written', async () => {
  const run = await docker(
    'run',
    '--rm',
    '--user',
    '12345:12345',
    '--read-only',
    '--cap-drop',
    'ALL',
    IMAGE,
    'demo',
    '--duration',
    '2s',
  );
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/ {2}live {2}L /);
});

test('every documented command was run', async () => {
  const { stdout } = await runLine('docker compose ps');
  expect(stdout).toContain('cacher');
  expect(ran).toEqual(new Set(DOCUMENTED_COMMANDS));
});
