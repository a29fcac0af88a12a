import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { DocumentedCommand } from './documented-commands.ts';

const run = promisify(execFile);

/** The program that talks to the container engine, and the words that run compose: from scripts/test-image.mjs. */
export const DOCKER = process.env.DOCKER ?? 'docker';
export const COMPOSE = (process.env.COMPOSE ?? 'docker compose').split(' ');
const PROJECT = `footwatch-test-${process.pid}`;

/** What a command printed, and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The environment as a user has it: Vite's BASE_URL is not the API's. */
const { BASE_URL: _, ...ENVIRONMENT } = process.env;

async function outcomeOf(program: string, args: readonly string[], environment = {}): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(program, args, {
      env: { ...ENVIRONMENT, ...environment },
      maxBuffer: 1e8,
      timeout: 120_000,
    });
    return { stdout, stderr, code: 0 };
  } catch (error) {
    const { stdout = '', stderr = '', code = 1 } = error as Partial<Outcome>;
    return { stdout, stderr, code };
  }
}

/** Runs the engine's client. */
export function docker(...args: readonly string[]): Promise<Outcome> {
  return outcomeOf(DOCKER, args);
}

/** The arguments, program first, that run compose on the project's own file as a project of this test. */
export function composeWords(...args: readonly string[]): readonly [string, ...string[]] {
  const [program = 'docker', ...words] = COMPOSE;
  return [program, ...words, '-p', PROJECT, ...args];
}

/** Runs compose. */
export function compose(args: readonly string[], environment = {}): Promise<Outcome> {
  const [program, ...words] = composeWords(...args);
  return outcomeOf(program, words, environment);
}

/**
 * The words of a documented line of compose for a project of this test, and what the line puts into the environment.
 *
 * @param line such as `BASE_URL=https://api.example/ docker compose up -d`
 */
export function readLine(line: DocumentedCommand): {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  ran.add(line);
  const [before = '', after = ''] = line.split('docker compose ');
  const environment = Object.fromEntries(
    before
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => word.split('=')),
  );
  return { words: after.split(' '), environment };
}

/** The documented lines that were read so far. */
export const ran = new Set<DocumentedCommand>();

/** The id of a service's container. */
export async function containerOf(service: string): Promise<string> {
  const { stdout } = await docker(
    'ps',
    '-aq',
    '--filter',
    `label=com.docker.compose.project=${PROJECT}`,
    '--filter',
    `label=com.docker.compose.service=${service}`,
  );
  return stdout.trim().split('\n')[0] ?? '';
}

/** What the engine knows of a container or image, by a template. */
export function inspect(id: string, template: string): string {
  return execFileSync(DOCKER, ['inspect', '--format', template, id], { encoding: 'utf8' }).trim();
}

/** Waits until something is so, and fails after a time. */
export async function until(
  what: string,
  seconds: number,
  isSo: () => boolean | Promise<boolean>,
): Promise<number> {
  const start = Date.now();
  while (Date.now() - start < seconds * 1000) {
    if (await isSo()) return (Date.now() - start) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`after ${seconds} s not yet: ${what}`);
}
