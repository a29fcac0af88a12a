// A container engine: the one that is there, or, as root on Debian, one of its packages, started for this run alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { install, outputOf, PATH } from '../debian-package.mjs';

const START_MS = 30_000;
const PACKAGES = ['docker.io', 'containerd', 'docker-compose', 'iptables'];

/** `docker` of the path is a stand-in on some machines: the one that answers is taken. */
function findClient(host) {
  const environment = { ...process.env, PATH, ...(host ? { DOCKER_HOST: host } : {}) };
  return PATH.split(':')
    .map((folder) => `${folder}/docker`)
    .find(
      (docker) =>
        existsSync(docker) &&
        spawnSync(docker, ['version', '--format', '{{.Server.Version}}'], {
          env: environment,
          timeout: 10_000,
        }).status === 0,
    );
}

/** The words that run compose: the plugin of the client, or the older program. */
function findCompose(docker) {
  if (spawnSync(docker, ['compose', 'version'], { stdio: 'ignore' }).status === 0) return [docker, 'compose'];
  if (outputOf('docker-compose', '--version')) return ['docker-compose'];
  return null;
}

/**
 * @returns the client, the words for compose, the engine's address and what ends the engine; or the reason why there is none
 */
export async function provideEngine(folder) {
  const docker = findClient();
  if (docker) {
    const compose = findCompose(docker);
    return compose
      ? { docker, compose, host: process.env.DOCKER_HOST, stop: async () => {} }
      : { reason: 'there is no docker compose' };
  }
  if (process.getuid?.() !== 0)
    return { reason: 'no container engine answers, and only root can install one' };
  for (const name of PACKAGES) if (!isInstalled(name)) install(name);
  if (!outputOf('dockerd', '--version'))
    return { reason: `no container engine answers, and Debian's ${PACKAGES.join(', ')} cannot be installed` };
  return startEngine(folder);
}

async function startEngine(folder) {
  const host = `unix://${folder}/engine.sock`;
  const args = ['data', 'exec'].flatMap((name) => {
    mkdirSync(`${folder}/${name}`, { recursive: true });
    return [`--${name}-root`, `${folder}/${name}`];
  });
  const log = `${folder}/engine.log`;
  const engine = spawn(
    'sh',
    ['-c', `exec dockerd "$@" >${log} 2>&1`, 'dockerd', ...args, '-H', host, '-p', `${folder}/engine.pid`],
    {
      env: { ...process.env, PATH },
      stdio: 'ignore',
    },
  );
  const stop = async () => {
    if (engine.exitCode !== null) return;
    engine.kill('SIGTERM');
    await Promise.race([new Promise((resolve) => engine.once('exit', resolve)), delay(20_000)]);
  };
  for (let waited = 0; waited < START_MS && engine.exitCode === null; waited += 500) {
    const docker = findClient(host);
    if (docker) {
      const compose = findCompose(docker);
      if (compose) return { docker, compose, host, stop };
      await stop();
      return { reason: 'there is no docker compose' };
    }
    await delay(500);
  }
  await stop();
  const lastLine = readFileSync(log, 'utf8').trimEnd().split('\n').at(-1);
  return { reason: `the container engine does not start here: ${lastLine}` };
}

function isInstalled(name) {
  return spawnSync('dpkg', ['-s', name], { stdio: 'ignore', env: { ...process.env, PATH } }).status === 0;
}
