// Pins the base image of the Dockerfile by the digest that a registry gives its tag today, so that a build can be repeated.
// Usage: node scripts/pin-node-image.mjs [IMAGE]; without a registry it says so and changes nothing.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const DOCKERFILE = 'Dockerfile';
const LINE = /^ARG NODE_IMAGE=(\S+)$/m;
const text = readFileSync(DOCKERFILE, 'utf8');
const image = process.argv[2] ?? LINE.exec(text)?.[1]?.replace(/@.*/, '') ?? '';
const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8', timeout: 120_000 });
const pulled = docker('pull', '--quiet', image);
const digest = docker('inspect', '--format', '{{index .RepoDigests 0}}', image).stdout?.trim().split('@')[1];
if (pulled.status !== 0 || !digest) {
  process.stderr.write(`no registry answers for ${image}: ${DOCKERFILE} is as it was\n`);
  process.exitCode = 1;
} else {
  writeFileSync(DOCKERFILE, text.replace(LINE, `ARG NODE_IMAGE=${image}@${digest}`));
  process.stdout.write(`${DOCKERFILE}: ${image}@${digest}\n`);
}
