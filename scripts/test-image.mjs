// Builds the image, brings the compose file up, and drives both. Skips with one line where there can be no container engine.
// The folder named by IMAGE_TEST_FOLDER keeps the engine's images for the next run.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideBaseImages } from './image/base-images.mjs';
import { provideEngine } from './image/engine.mjs';

const kept = process.env.IMAGE_TEST_FOLDER;
if (kept) mkdirSync(kept, { recursive: true });
const folder = kept ?? mkdtempSync(join(tmpdir(), 'footwatch-image-'));
const engine = await provideEngine(folder);
if (engine.reason) {
  process.stdout.write(`test:image is skipped: ${engine.reason}\n0 passed, 0 failed, 1 skipped\n`);
} else {
  try {
    if (engine.host) process.env.DOCKER_HOST = engine.host;
    const made = provideBaseImages(engine.docker, folder, {
      node: 'node:24-alpine',
      debianNode: 'node:24-bookworm-slim',
      redis: 'redis:7-alpine',
    });
    if (made.length > 0)
      process.stdout.write(`made here, as no registry answers: ${made.join(', ')}; musl stays untested\n`);
    const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    const { version } = JSON.parse(
      execFileSync('npm', ['pkg', 'get', '--json', 'version', 'name'], { encoding: 'utf8' }),
    );
    const built = spawnSync(
      engine.docker,
      [
        'build',
        '--quiet',
        '-t',
        'footwatch',
        '--build-arg',
        `VERSION=${version}`,
        '--build-arg',
        `REVISION=${revision}`,
        '.',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    if (built.status !== 0) throw new Error('the image cannot be built');
    const { status } = spawnSync('npx', ['vitest', 'run', '--mode', 'image', ...process.argv.slice(2)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DOCKER: engine.docker, COMPOSE: engine.compose.join(' ') },
    });
    process.exitCode = status ?? 1;
  } finally {
    await engine.stop();
    if (!kept) rmSync(folder, { recursive: true, force: true });
  }
}
