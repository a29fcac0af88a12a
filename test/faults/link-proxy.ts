import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What happens on the way between a client and a server. */
export type LinkMode = 'pass' | 'refuse' | 'swallow replies' | 'delay replies' | 'cut requests';

/** Replies that are delayed come after every timeout. */
const DELAY_MS = 1500;

/** A TCP proxy to a port of 127.0.0.1 whose links can be cut, and whose replies can be swallowed or delayed. */
export class LinkProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #mode: LinkMode = 'pass';
  /** How often a reply came and was swallowed: what it answers was carried out. */
  swallowed = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(targetPort: number): Promise<LinkProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new LinkProxy(server);
    server.on('connection', (client) => proxy.#join(client, targetPort));
    return proxy;
  }

  /** Links that stand are cut when links are refused. */
  set mode(mode: LinkMode) {
    this.#mode = mode;
    if (mode === 'refuse') this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, targetPort: number): void {
    if (this.#mode === 'refuse') {
      client.destroy();
      return;
    }
    const server = connect(targetPort, '127.0.0.1');
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    client.on('data', (request) => {
      if (this.#mode !== 'cut requests') {
        server.write(request);
        return;
      }
      // Half of it arrives, and then nothing any more.
      server.end(request.subarray(0, Math.ceil(request.length / 2)));
      client.destroy();
    });
    server.on('data', (reply) => {
      if (this.#mode === 'swallow replies') {
        this.swallowed++;
        return;
      }
      if (this.#mode === 'delay replies') setTimeout(() => client.write(reply), DELAY_MS);
      else client.write(reply);
    });
  }
}
