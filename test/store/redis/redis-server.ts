import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
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
/** Written by a server once it listens. */
const PID_FILE = 'redis.pid';

/** A real redis-server on a free port of 127.0.0.1, with a temporary folder of its own, and without persistence. */
export class RedisServer {
  readonly port: number;
  /** Where the server writes its files. */
  readonly folder: string;
  readonly #args: readonly string[];
  readonly #clients: Redis[] = [];
  #child: ChildProcess;

  private constructor(port: number, folder: string, args: readonly string[], child: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#args = args;
    this.#child = child;
  }

  /** `args` are further arguments of redis-server: `['--requirepass', 'secret']`. */
  static async start(args: readonly string[] = []): Promise<RedisServer> {
    return RedisServer.#launch(async (port, folder) => [...ownArguments(port, folder), ...args]);
  }

  /** Starts a server that a configuration file decides about; its port and folder are its own. */
  static async startWithFile(file: string): Promise<RedisServer> {
    return RedisServer.#launch(async (port, folder) => [
      ...[file, '--port', String(port), '--bind', '127.0.0.1'],
      ...['--dir', folder, '--pidfile', join(folder, PID_FILE)],
    ]);
  }

  /** Starts a sentinel that watches a master under a name, and decides alone that it is down. It keeps its state in a file. */
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
        `sentinel down-after-milliseconds ${name} 500`,
        `sentinel failover-timeout ${name} 2000`,
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
      // The server exits at once when another process took the port meanwhile.
      // Else another server may have taken the port, and answer in its place until this one has found out.
      const isOwn = () => args.includes('--sentinel') || existsSync(join(folder, PID_FILE));
      if (await waitUntilReady(port, child, isOwn)) return new RedisServer(port, folder, args, child);
      if (tried === TRIES) throw new Error('redis-server does not start');
    }
  }

  /** The URL of the server, without a user. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** The process id of the server. */
  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** The parsed URL of the server; `userInfo` is `user:password@`. */
  target(userInfo = ''): RedisTarget {
    const parsed = parseRedisTarget(`redis://${userInfo}127.0.0.1:${this.port}`);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.target;
  }

  /** A new client, for what a test does behind the store's back. It is closed with the server. */
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

  /** Kills the server as a crash would, with SIGKILL. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Starts the server again on the same port, in the same folder, with more arguments if need be. */
  async restart(further: readonly string[] = []): Promise<void> {
    this.#child = spawnServer([...this.#args, ...further]);
    if (!(await waitUntilReady(this.port, this.#child))) throw new Error('redis-server does not start again');
  }

  /** Starts the server again as `restart` does, and does not wait until it has loaded its data. */
  async relaunch(further: readonly string[] = []): Promise<void> {
    this.#child = spawnServer([...this.#args, ...further]);
  }

  /** Makes the server hang: connections stay, replies do not come. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Ends a pause. */
  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Kills the server, closes all clients and removes the folder. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.disconnect();
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function ownArguments(port: number, folder: string): string[] {
  const own = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--pidfile',
    join(folder, PID_FILE),
  ];
  return [...own, '--save', '', '--loglevel', 'warning'];
}

function spawnServer(args: readonly string[]): ChildProcess {
  const child = spawn('redis-server', args, { env: { ...process.env, PATH }, stdio: 'ignore' });
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  child.on('exit', () => process.off('exit', end));
  child.on('error', () => {});
  return child;
}

async function waitUntilReady(port: number, child: ChildProcess, isOwn = () => true): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < until) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    if (isOwn() && (await isReady(port))) return true;
    await sleep(10);
  }
  child.kill('SIGKILL');
  return false;
}

/** Whether the server has started and loaded its data, even if it asks for a password. */
function isReady(port: number): Promise<boolean> {
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

/** A node of a cluster listens on a second port, 10,000 higher. */
const HIGHEST_PORT = 55_000;

/** A port of 127.0.0.1 on which nothing listens, and low enough for a node of a cluster. */
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
