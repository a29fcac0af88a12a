import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisTarget } from '../../../../src/store/redis/target.ts';
import { parseRedisTarget } from '../../../../src/store/redis/target.ts';
import { RedisServer } from '../redis-server.ts';

const SLOTS = 16_384;
const MASTERS = 3;
const START_TIMEOUT_MS = 30_000;

/** A real Redis Cluster of three masters; the first one has a replica. */
export class RedisClusterServers {
  readonly masters: readonly RedisServer[];
  readonly replica: RedisServer;

  private constructor(masters: readonly RedisServer[], replica: RedisServer) {
    this.masters = masters;
    this.replica = replica;
  }

  /** Starts the servers and joins them; `args` are further arguments of each redis-server. */
  static async start(args: readonly string[] = []): Promise<RedisClusterServers> {
    const servers = await Promise.all(
      Array.from({ length: MASTERS + 1 }, () =>
        RedisServer.start([
          '--cluster-enabled',
          'yes',
          '--cluster-node-timeout',
          '5000',
          '--repl-diskless-sync-delay',
          '0',
          ...args,
        ]),
      ),
    );
    const replica = servers.pop();
    if (replica === undefined) throw new Error('no replica');
    const cluster = new RedisClusterServers(servers, replica);
    try {
      await cluster.#join();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** All four servers. */
  get servers(): readonly RedisServer[] {
    return [...this.masters, this.replica];
  }

  /** The URL that a user gives: two of the four servers, one of them the replica. */
  get url(): string {
    return [this.replica, this.masters[1]].map((server) => server?.url).join(',');
  }

  /** The parsed URL. */
  get target(): RedisTarget {
    const parsed = parseRedisTarget(this.url);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    return parsed.target;
  }

  /** Stops all servers. */
  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  async #join(): Promise<void> {
    const clients = this.servers.map((server) => server.client());
    const share = Math.ceil(SLOTS / MASTERS);
    for (const [index, client] of clients.entries()) {
      await client.cluster('SET-CONFIG-EPOCH', index + 1);
      if (index < MASTERS) {
        const first = index * share;
        const slots = Array.from({ length: Math.min(share, SLOTS - first) }, (_, slot) => first + slot);
        await client.cluster('ADDSLOTS', slots);
      }
      if (index > 0) await clients[0]?.cluster('MEET', '127.0.0.1', this.servers[index]?.port ?? 0);
    }
    const [first] = clients;
    const last = clients.at(-1);
    const known = (text: unknown) => String(text).includes(`cluster_known_nodes:${clients.length}`);
    for (const client of clients) await until(async () => known(await client.cluster('INFO')));
    const id = String(await first?.cluster('MYID'));
    await until(async () => (await last?.cluster('REPLICATE', id)) === 'OK');
    await until(async () => /master_link_status:up/.test((await last?.info('replication')) ?? ''));
    for (const client of clients) {
      await until(async () => {
        const nodes = String(await client.cluster('NODES'));
        return (
          /cluster_state:ok/.test(String(await client.cluster('INFO'))) &&
          new RegExp(`slave\\S* ${id} `).test(nodes)
        );
      });
    }
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + START_TIMEOUT_MS; ; ) {
    if (await condition().catch(() => false)) return;
    if (Date.now() > end) throw new Error('the cluster does not come up');
    await sleep(20);
  }
}
