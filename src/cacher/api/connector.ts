import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { FetchFailure } from './api-client.ts';
import { createFailure, describeErrorCode, readErrorCode } from './fetch-failure.ts';

/** Why there is no connection. */
export class ConnectError extends Error {
  readonly failure: FetchFailure;

  constructor(failure: FetchFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Takes a connection that is ready for a request, or the reason why there is none; called once, never at once. */
export type OnConnected = (error: ConnectError | null, socket?: Socket) => void;

/** Connects to the API, for every HTTP library in the same way. */
export interface Connector {
  /** Connects. Returns a function that gives the connection up, which may be called at any time. */
  connect(onConnected: OnConnected): () => void;
  /** Gives up all that is connecting. */
  close(): void;
}

/** How the sockets of both libraries are set up: as each of them would do it by itself. */
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const;

/**
 * Creates the connector to an address. Connecting ends with the timeout of a poll: left alone, the kernel would go on for two
 * minutes, while each further poll opens another socket.
 */
export function createConnector(target: URL, timeoutMs: number): Connector {
  const connecting = new Set<() => void>();
  /** What a TLS server gave us to resume its sessions by. */
  let session: Buffer | undefined;

  const open = (): Socket => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    if (target.protocol !== 'https:')
      return connectTcp({ ...SOCKET_OPTIONS, host, port: Number(target.port || 80) });
    const options: ConnectionOptions = {
      ...SOCKET_OPTIONS,
      host,
      port: Number(target.port || 443),
      ALPNProtocols: ['http/1.1'],
      ...(session && { session }),
    };
    const socket = connectTls(options);
    socket.on('session', (fresh) => {
      session = fresh;
    });
    return socket;
  };

  return {
    connect(onConnected) {
      const socket = open();
      const finish = (error: ConnectError | null) => {
        if (!connecting.delete(giveUp)) return;
        clearTimeout(timer);
        socket.off('error', fail).off('close', close);
        if (error === null) return onConnected(null, socket);
        socket.on('error', () => {}).destroy();
        onConnected(error);
      };
      const fail = (error: Error) => finish(new ConnectError(describeErrorCode(readErrorCode(error))));
      const close = () => finish(new ConnectError(describeErrorCode('ECONNRESET')));
      const giveUp = () => finish(new ConnectError(createFailure('closed', 'connecting was given up')));
      const timer = setTimeout(giveUp, timeoutMs);
      connecting.add(giveUp);
      socket.on('error', fail).on('close', close);
      socket.once(target.protocol === 'https:' ? 'secureConnect' : 'connect', () => finish(null));
      return giveUp;
    },
    close() {
      for (const giveUp of connecting) giveUp();
    },
  };
}
