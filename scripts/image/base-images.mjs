// The images that the Dockerfile and the compose file start from: pulled, or, where no image registry can be reached, made
// of Debian's packages and of Node from the npm registry. Those have glibc where the real ones have musl.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install, outputOf, PATH } from '../debian-package.mjs';

const SUITE = 'bookworm';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** Read when it is needed: the engine's address is known only after this module is. */
const environmentNow = () => ({ ...process.env, PATH, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' });

/** Sees to it that an image of each name is there. Says which were made here. */
export function provideBaseImages(docker, folder, { node, debianNode, redis }) {
  const made = [];
  const isThere = (name) =>
    spawnSync(docker, ['image', 'inspect', name], { stdio: 'ignore' }).status === 0 ||
    spawnSync(docker, ['pull', '--quiet', name], { stdio: 'ignore', timeout: 60_000 }).status === 0;
  const provide = (name, fill, changes) => {
    if (isThere(name)) return;
    const root = makeDebian(folder);
    try {
      fill(root);
      importImage(docker, root, name, changes);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
    made.push(name);
  };
  for (const name of [node, debianNode]) {
    provide(name, (root) => addNode(root, /:(\d+)/.exec(name)?.[1] ?? '24'), [
      `ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}`,
    ]);
  }
  provide(redis, addRedis, [
    'ENTRYPOINT ["docker-entrypoint.sh"]',
    'CMD ["redis-server"]',
    'WORKDIR /data',
    'VOLUME /data',
  ]);
  return made;
}

/** A fresh copy of a minimal Debian. */
function makeDebian(folder) {
  const template = join(folder, 'debian');
  if (!existsSync(join(template, 'etc/debian_version'))) {
    if (!outputOf('debootstrap', '--version')) install('debootstrap');
    rmSync(template, { recursive: true, force: true });
    run('debootstrap', '--variant=minbase', '--include=ca-certificates', SUITE, template);
  }
  const root = mkdtempSync(join(folder, 'root-'));
  run('cp', '-a', `${template}/.`, root);
  return root;
}

function addNode(root, major) {
  const [packed] = JSON.parse(
    run(
      'npm',
      'pack',
      '--json',
      '--pack-destination',
      root,
      `node-linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}@${major}`,
    ),
  );
  run('tar', '-xzf', join(root, packed.filename), '-C', root);
  cpSync(join(root, 'package/bin/node'), join(root, 'usr/local/bin/node'));
  rmSync(join(root, 'package'), { recursive: true });
  rmSync(join(root, packed.filename));
  const npm = run('npm', 'root', '-g').trim();
  cpSync(join(npm, 'npm'), join(root, 'usr/local/lib/node_modules/npm'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  run('ln', '-s', '../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  // What this machine trusts, and where its npm asks.
  if (existsSync(CERTIFICATES)) copyFileSync(CERTIFICATES, join(root, CERTIFICATES));
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  writeFileSync(
    join(root, 'usr/local/etc/npmrc'),
    `registry=${run('npm', 'config', 'get', 'registry').trim()}\n`,
  );
  run('chroot', root, 'useradd', '--create-home', '--uid', '1000', 'node');
}

function addRedis(root) {
  for (const path of ['etc/apt/sources.list.d', 'etc/apt/sources.list']) {
    if (existsSync(`/${path}`)) cpSync(`/${path}`, join(root, path), { recursive: true });
  }
  run('chroot', root, 'groupadd', '--system', '--gid', '1000', 'redis');
  run('chroot', root, 'useradd', '--system', '--uid', '999', '--gid', '1000', 'redis');
  run('chroot', root, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server');
  writeFileSync(
    join(root, 'usr/local/bin/docker-entrypoint.sh'),
    '#!/bin/sh\nset -e\nif [ "$(id -u)" = 0 ]; then chown -R redis /data; exec setpriv --reuid=redis --regid=redis --clear-groups "$@"; fi\nexec "$@"\n',
    { mode: 0o755 },
  );
  mkdirSync(join(root, 'data'), { recursive: true });
  run('chroot', root, 'chown', 'redis:redis', '/data');
}

function importImage(docker, root, name, changes) {
  const args = changes.flatMap((change) => ['--change', change]);
  execFileSync(
    'sh',
    [
      '-c',
      'root=$1; docker=$2; shift 2; tar -C "$root" -c . | "$docker" import "$@"',
      'sh',
      root,
      docker,
      ...args,
      '-',
      name,
    ],
    {
      env: environmentNow(),
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

function run(program, ...args) {
  return execFileSync(program, args, {
    env: environmentNow(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1e8,
  });
}
