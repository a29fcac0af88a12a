import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { parseRedisTarget, type RedisTarget } from '../../../src/store/redis/target.ts';

const PATH = `${process.env.PATH}:/usr/local/bin:/usr/bin`;
const START_TIMEOUT_MS = 15_000;
const TRIES = 5;

/** A real redis-server on a free port of 127.0.0.1, with a temporary folder of its own and no persistence. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #args: readonly string[];
  readonly #clients: Redis[] = [];
  #child: ChildProcess;

  private constructor(port: number, folder: string, args: readonly string[], child: ChildProcess) {
    this.port = port;
    this.#folder = folder;
    this.#args = args;
    this.#child = child;
  }

  /** `args` are further arguments of redis-server: `['--requirepass', 'secret']`. */
  static async start(args: readonly string[] = []): Promise<RedisServer> {
    return RedisServer.#launch(async (port, folder) => [...ownArguments(port, folder), ...args]);
  }

  /** A sentinel that watches a master by a name, and alone decides that it is down. It keeps what it learns in a file. */
  static async startSentinel(
    name: string,
    master: { readonly port: number },
    settings: readonly string[] = [],
  ): Promise<RedisServer> {
    return RedisServer.#launch(async (port, folder) => {
      const file = join(folder, 'sentinel.conf');
      const lines = [
        `port ${port}`,
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor ${name} 127.0.0.1 ${master.port} 1`,
        `sentinel down-after-milliseconds ${name} 1000`,
        `sentinel failover-timeout ${name} 5000`,
        ...settings,
      ];
      await writeFile(file, `${lines.join('\n')}\n`);
      return [file, '--sentinel'];
    });
  }

  static async #launch(
    argumentsFor: (port: number, folder: string) => Promise<readonly string[]>,
  ): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'footwatch-redis-'));
    for (let tried = 1; ; tried++) {
      const port = await findFreePort();
      const args = await argumentsFor(port, folder);
      const child = spawnServer(args);
      // Another process may have taken the port meanwhile: then the server ends at once.
      if (await waitUntilReady(port, child)) return new RedisServer(port, folder, args, child);
      if (tried === TRIES) throw new Error('redis-server does not start');
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  target(userInfo = ''): RedisTarget {
    const parsed = parseRedisTarget(`redis://${userInfo}127.0.0.1:${this.port}`);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.target;
  }

  /** A client of its own for what a test does behind the store's back. It is closed with the server. */
  client(password?: string, username?: string): Redis {
    const client = new Redis({
      host: '127.0.0.1',
      port: this.port,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      retryStrategy: () => null,
    });
    client.on('error', () => {});
    this.#clients.push(client);
    return client;
  }

  /** As a crash: kill -9. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Starts it again on the same port, in the same folder. */
  async restart(further: readonly string[] = []): Promise<void> {
    this.#child = spawnServer([...this.#args, ...further]);
    if (!(await waitUntilReady(this.port, this.#child))) throw new Error('redis-server does not start again');
  }

  /** Makes it hang: links stay, answers do not come. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function ownArguments(port: number, folder: string): string[] {
  return ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--loglevel', 'warning'];
}

function spawnServer(args: readonly string[]): ChildProcess {
  const child = spawn('redis-server', args, { env: { ...process.env, PATH }, stdio: 'ignore' });
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.on('exit', () => process.off('exit', end));
  child.on('error', () => {});
  return child;
}

async function waitUntilReady(port: number, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    if (await answers(port)) return true;
    await sleep(10);
  }
  child.kill('SIGKILL');
  return false;
}

/** Whether the server is there and has loaded its data. A server that asks for a password is. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (reply) => {
      resolve(/^(\+PONG|-NOAUTH)/.test(reply.toString()));
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.once('close', () => resolve(false));
  });
}

/** A node of a cluster also listens 10,000 above its port. */
const HIGHEST_PORT = 55_000;

export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = await askForPort();
    if (port <= HIGHEST_PORT) return port;
  }
}

async function askForPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
