import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What the proxy does to the connections between a client and a server. */
export type LinkMode = 'pass' | 'refuse' | 'swallow replies' | 'delay replies' | 'cut requests';

/** Longer than every timeout. */
const DELAY_MS = 1500;

/** A TCP proxy to a port of 127.0.0.1 that can cut connections and swallow or delay replies. */
export class LinkProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #mode: LinkMode = 'pass';
  /** Number of swallowed replies; the commands that they answer were carried out. */
  swallowed = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Listens on a free port. */
  static async start(targetPort: number): Promise<LinkProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new LinkProxy(server);
    server.on('connection', (client) => proxy.#join(client, targetPort));
    return proxy;
  }

  /** Changes what happens; `refuse` also cuts present connections. */
  set mode(mode: LinkMode) {
    this.#mode = mode;
    if (mode === 'refuse') this.cut();
  }

  /** Cuts every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Cuts every connection and closes the port. */
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
      // Half of the request arrives, and nothing after it.
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
