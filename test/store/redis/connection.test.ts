import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  type MockInstance,
  test,
  vi,
} from 'vitest';
import { RedisStore } from '../../../src/store/redis/redis-store.ts';
import { parseRedisTarget, type RedisTarget } from '../../../src/store/redis/target.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { ALBERT, AT, makeEntries, makeEntry } from '../fixtures.ts';
import { RedisServer } from './redis-server.ts';

const WRITE = { patient: 3, entries: [makeEntry(0, { anomalous: true }), makeEntry(1)] };

describe('The connection to Redis', () => {
  const endings: (() => Promise<unknown> | unknown)[] = [];
  const changes: string[] = [];
  let prints: MockInstance[] = [];
  /** Serves all tests, empty before each; it keeps its data when it is killed. */
  let server: RedisServer;
  /** Asks for the password `secret/@`. */
  let guarded: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always']);
    guarded = await RedisServer.start(['--requirepass', 'secret/@']);
  });
  afterAll(() => Promise.all([server.stop(), guarded.stop()]));

  beforeEach(async () => {
    await server.client().flushall();
    changes.length = 0;
    prints = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];
  });
  afterEach(async () => {
    for (const print of prints) expect(print).not.toHaveBeenCalled();
    for (const end of endings.splice(0).reverse()) await end();
  });

  function openStore(target: RedisTarget, commandTimeoutMs = 10_000): RedisStore {
    const store = new RedisStore({
      target,
      commandTimeoutMs,
      onStateChange: (state, reason) => changes.push(`${state}: ${reason}`),
    });
    endings.push(() => store.close());
    return store;
  }

  async function expectUnavailable(promise: Promise<unknown>, reason: string | RegExp): Promise<void> {
    const error: unknown = await promise.then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect((error as StoreUnavailable).message).toMatch(reason);
    expect((error as StoreUnavailable).code).toBe('ERR_STORE_UNAVAILABLE');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/127\.0\.0\.1|secret|sensors|"value"/);
  }

  test('fails at once while Redis is down, recovers by itself when it is back, and reports each change once', async () => {
    const store = openStore(server.target());
    await store.write([WRITE]);
    await server.kill();
    await expectUnavailable(store.write([WRITE]), /^connection (lost|refused)$/);
    await vi.waitFor(() => expectUnavailable(store.read(3, 10), /^connection refused$/), 5000);
    await expectUnavailable(store.trim(AT), 'connection refused');
    await expectUnavailable(store.patients(), 'connection refused');
    await expectUnavailable(store.nowSeconds(), 'connection refused');
    await expectUnavailable(store.readAnomalies(3, 0), 'connection refused');
    await expectUnavailable(
      store.wakeOn([3], () => {}),
      'connection refused',
    );
    await server.restart();
    await vi.waitFor(async () => expect((await store.write([WRITE]))[0]?.kind).toBe('stored'), 10_000);
    expect((await store.read(3, 10)).samples).toHaveLength(2);
    expect(changes).toEqual(['up: connected', expect.stringMatching(/^down: connection/), 'up: connected']);
  });

  test('waits for the first connection, which may come after Redis starts', async () => {
    await server.kill();
    const store = openStore(server.target());
    await expectUnavailable(store.read(3, 10), 'connection refused');
    await server.restart();
    await vi.waitFor(() => store.read(3, 10), 10_000);
    expect(changes).toEqual(['down: connection refused', 'up: connected']);
  });

  test('times out while Redis hangs, and recovers when it resumes', async () => {
    const store = openStore(server.target(), 800);
    await store.write([WRITE]);
    endings.push(() => server.resume());
    server.pause();
    await expectUnavailable(store.write([WRITE]), 'no answer in time');
    await expectUnavailable(store.read(3, 10), 'no answer in time');
    server.resume();
    await vi.waitFor(() => store.write([WRITE]), 10_000);
    expect((await store.read(3, 10)).retained).toBe(2);
    expect(changes).toEqual(['up: connected', 'down: no answer in time', 'up: connected']);
  });

  test('fails pending commands as soon as Redis is killed', async () => {
    const store = openStore(server.target(), 15_000);
    await store.nowSeconds();
    endings.push(() => server.restart());
    server.pause();
    const pending = [
      expectUnavailable(store.write([WRITE]), 'connection lost'),
      expectUnavailable(store.read(3, 10), 'connection lost'),
    ];
    await server.kill();
    await Promise.all(pending);
  });

  test('stores a write once when its reply is lost and it is repeated', async () => {
    const proxy = await startProxy(server.port);
    const store = openStore(proxy.target);
    // The first reply to a script may be that the server does not know it yet.
    await store.write([{ ...WRITE, patient: 4 }]);
    proxy.loseNextReply();
    await expectUnavailable(store.write([WRITE]), 'connection lost');
    expect(await server.client().llen('3_data')).toBe(2);
    await vi.waitFor(
      async () => expect(await store.write([WRITE])).toEqual([{ kind: 'stored', patient: 3, entries: 2 }]),
      5000,
    );
    expect(await server.client().lrange('3_timestamp', 0, -1)).toEqual([`${AT}.000`, `${AT + 1}.000`]);
    expect(await server.client().llen('3_anomaly')).toBe(1);
  });

  test.each([
    ['without a password', '', 'password required'],
    ['with a wrong password', ':secret-but-wrong@', 'wrong user or password'],
    ['with a wrong user', 'secretary:secret@', 'wrong user or password'],
  ])('gives the reason of a failed login, and no secret, %s', async (_, userInfo, reason) => {
    await expectUnavailable(openStore(guarded.target(userInfo)).write([WRITE]), reason);
    expect(changes).toEqual([`down: ${reason}`]);
  });

  test('logs in with a password, and prints no warning about a needless one', async () => {
    await openStore(guarded.target(':secret%2F%40@')).write([WRITE]);
    await openStore(server.target(':secret@')).write([WRITE]);
    expect(await server.client().llen('3_data')).toBe(2);
  });

  test('uses the database of the URL only, also after a reconnection', async () => {
    const inDatabase = (db: number) => parseTarget(`redis://127.0.0.1:${server.port}/${db}`);
    const store = openStore(inDatabase(2));
    await store.write([WRITE]);
    await server.kill();
    await server.restart();
    await vi.waitFor(() => store.write([WRITE]), 10_000);
    const raw = server.client();
    expect(await raw.dbsize()).toBe(0);
    await raw.select(2);
    expect(await raw.llen('3_data')).toBe(2);
    await expectUnavailable(openStore(inDatabase(999)).write([WRITE]), 'no such database');
  });

  test('waits for a server that is loading its data', async () => {
    let isLoading = true;
    const server = await listen((socket) => {
      socket.on('data', () => socket.write(isLoading ? '-LOADING Redis is loading\r\n' : '+PONG\r\n'));
    });
    const store = openStore(targetOf(server));
    await expectUnavailable(store.write([WRITE]), 'loading');
    isLoading = false;
    await vi.waitFor(() => expect(changes).toEqual(['down: loading', 'up: connected']), 5000);
  });

  test('reports that Redis is out of memory, and can still trim', async () => {
    const store = openStore(server.target());
    await store.write([{ patient: 3, entries: makeEntries(10) }]);
    const raw = server.client();
    endings.push(() => raw.config('SET', 'maxmemory', '0'));
    await raw.config('SET', 'maxmemory', '1');
    await expectUnavailable(store.write([WRITE]), 'out of memory');
    expect(await store.trim(AT + 4)).toEqual({ trimmed: 4, refused: [] });
    expect(changes).toEqual(['up: connected']);
  });

  test('reports that a replica is read only, reads from it, and notices when it accepts writes', async () => {
    const store = openStore(server.target());
    await store.write([WRITE]);
    const raw = server.client();
    const countConnections = async () =>
      Number(/total_connections_received:(\d+)/.exec(await raw.info('stats'))?.[1]);
    endings.push(() => raw.replicaof('NO', 'ONE'));
    const connectionsBefore = await countConnections();
    await raw.replicaof('127.0.0.1', 1);
    await expectUnavailable(store.write([{ patient: 4, entries: makeEntries(1) }]), 'read only');
    await vi.waitFor(async () => expect((await store.read(3, 10)).retained).toBe(2), 5000);
    // The host name may mean another server by now: only a new connection can tell.
    expect(await countConnections()).toBeGreaterThan(connectionsBefore);
    await raw.replicaof('NO', 'ONE');
    await vi.waitFor(() => store.write([{ patient: 4, entries: makeEntries(1) }]), 5000);
    expect(changes).toEqual(['up: connected']);
  });

  test('wakes again after a reconnection, and once for what it may have missed', async () => {
    const store = openStore(server.target());
    const wake = vi.fn();
    expect((await store.wakeOn([3], wake)).wakes).toBe(true);
    await server.kill();
    await server.restart();
    await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(1), 10_000);
    await vi.waitFor(() => store.write([WRITE]), 10_000);
    await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(2), 5000);
  });

  test('gives no wake-ups where subscribing is not permitted', async () => {
    await server.client().acl('SETUSER', 'poller', 'on', '>secret', '~*', '+@all', '-subscribe');
    const subscription = await openStore(server.target('poller:secret@')).wakeOn([3], () => {});
    expect(subscription.wakes).toBe(false);
    subscription.close();
  });

  test('stores samples where publishing is not permitted, and reports any other missing right', async () => {
    const raw = server.client();
    await raw.acl('SETUSER', 'mute', 'on', '>secret', '~*', '+@all', '-publish');
    const outcomes = await openStore(server.target('mute:secret@')).write([WRITE]);
    expect(outcomes).toEqual([{ kind: 'stored', patient: 3, entries: 2 }]);
    await raw.acl('SETUSER', 'nameless', 'on', '>secret', '~*', '&*', '+@all', '-hset');
    const nameless = openStore(server.target('nameless:secret@'));
    await expectUnavailable(nameless.write([{ ...WRITE, profile: ALBERT }]), 'not permitted');
    await raw.acl(
      'SETUSER',
      'reader',
      'on',
      '>secret',
      '~*',
      '+@read',
      '+@connection',
      '+multi',
      '+exec',
      '-lrange',
    );
    const reader = openStore(server.target('reader:secret@'));
    await expectUnavailable(reader.write([WRITE]), 'not permitted');
    await expectUnavailable(reader.read(3, 10), 'not permitted');
  });

  test('fails every command after it was closed, pending ones too', async () => {
    const store = openStore(server.target());
    await store.write([WRITE]);
    endings.push(() => server.resume());
    server.pause();
    const pending = expectUnavailable(store.read(3, 10), 'closed');
    await store.close();
    await pending;
    await expectUnavailable(store.write([WRITE]), 'closed');
    await expectUnavailable(
      store.wakeOn([3], () => {}),
      'closed',
    );
    expect(changes).toEqual(['up: connected']);
  });

  async function listen(onSocket: (socket: Socket) => void): Promise<Server> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      onSocket(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    endings.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return server;
  }

  /** A proxy between the store and Redis that can cut the connection after Redis has executed a command. */
  async function startProxy(port: number): Promise<{ target: RedisTarget; loseNextReply: () => void }> {
    let losesReply = false;
    const server = await listen((socket) => {
      const upstream = connect(port, '127.0.0.1');
      upstream.on('error', () => {});
      socket.on('data', (bytes) => upstream.write(bytes));
      upstream.on('data', (bytes) => {
        if (!losesReply) return socket.write(bytes);
        losesReply = false;
        return socket.destroy();
      });
      socket.on('close', () => upstream.destroy());
    });
    return {
      target: targetOf(server),
      loseNextReply: () => {
        losesReply = true;
      },
    };
  }
});

function targetOf(server: Server): RedisTarget {
  const address = server.address();
  return parseTarget(`redis://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
}

function parseTarget(url: string): RedisTarget {
  const parsed = parseRedisTarget(url);
  if (parsed.kind === 'refused') throw new Error(parsed.reason);
  return parsed.target;
}
