import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, createSecureContext, type TLSSocket } from 'node:tls';
import type { ApiClientOptions, FetchFailure } from './api-client.ts';
import { createFailure, describeErrorCode, readErrorCode } from './fetch-failure.ts';
import { blameProxy, openTunnel } from './tunnel.ts';

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

/** A poll that waits for a connection times out before that is given up, and tells so. */
const GIVE_UP_AFTER_MS = 50;

/** How the sockets of both libraries are set up: as each of them would do it by itself. */
const SOCKET_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const;

/**
 * Creates the connector to an address, through its proxy if it has one. Connecting ends with the timeout of a poll: left
 * alone, the kernel would go on for two minutes, while each further poll opens another socket.
 */
export function createConnector(options: ApiClientOptions): Connector {
  const target = new URL(options.baseUrl);
  const { proxy = null, tls, timeoutMs } = options;
  const identity = tls ? { secureContext: createSecureContext(tls) } : {};
  const connecting = new Set<Connecting>();
  const sessions: Sessions = new Map();

  const start = (attempt: Connecting): void => {
    const connected = (socket: Socket) => attempt.finish(null, socket);
    if (proxy === null) {
      attempt.open(target, identity, connected);
      return;
    }
    attempt.isAtProxy = true;
    attempt.open(proxy, {}, (socket) => {
      if (target.protocol === 'http:') return connected(socket);
      openTunnel(socket, proxy, target, (failure) => {
        if (failure !== null) return attempt.finish(failure);
        attempt.isAtProxy = false;
        attempt.open(target, { ...identity, socket }, connected);
      });
    });
  };
  return {
    connect(onConnected) {
      const attempt = new Connecting(timeoutMs, sessions, (error, socket) => {
        connecting.delete(attempt);
        onConnected(error, socket);
      });
      connecting.add(attempt);
      start(attempt);
      return () => attempt.giveUp();
    },
    close() {
      for (const attempt of connecting) attempt.giveUp();
    },
  };
}

/** By host, what a TLS server gave to resume its session by, which saves half of a handshake. */
type Sessions = Map<string, Buffer>;

/** One attempt to connect, of one step or, through a proxy, of several. */
class Connecting {
  /** Whether the step under way is about the proxy. */
  isAtProxy = false;
  readonly #sessions: Sessions;
  readonly #onConnected: OnConnected;
  readonly #timer: NodeJS.Timeout;
  #socket: Socket | null = null;
  #isOver = false;

  constructor(timeoutMs: number, sessions: Sessions, onConnected: OnConnected) {
    this.#sessions = sessions;
    this.#onConnected = onConnected;
    this.#timer = setTimeout(() => this.giveUp(), timeoutMs + GIVE_UP_AFTER_MS);
  }

  giveUp(): void {
    this.finish(createFailure('closed', 'connecting was given up'));
  }

  /** Opens a socket to an address, with TLS where it says so, and calls back when it can be written to. */
  open(address: URL, options: ConnectionOptions, onOpen: (socket: Socket) => void): void {
    const isTls = address.protocol === 'https:';
    const host = address.hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = isTls
      ? this.#openTls(host, Number(address.port || 443), options)
      : connectTcp({ ...SOCKET_OPTIONS, host, port: Number(address.port || 80) });
    this.#socket = socket;
    const fail = (error: Error) => this.#fail(readErrorCode(error));
    const close = () => this.#fail('ECONNRESET');
    socket.on('error', fail).on('close', close);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      if (this.#isOver) return;
      socket.off('error', fail).off('close', close);
      onOpen(socket);
    });
  }

  /** Ends the attempt, once: with a socket, or with why there is none. */
  finish(failure: FetchFailure | null, socket?: Socket): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (failure === null) this.#onConnected(null, socket);
    else {
      this.#socket?.on('error', () => {}).destroy();
      this.#onConnected(new ConnectError(failure));
    }
  }

  #openTls(host: string, port: number, options: ConnectionOptions): TLSSocket {
    const key = `${host}:${port}`;
    const session = this.#sessions.get(key);
    const socket = connectTls({
      ...SOCKET_OPTIONS,
      host,
      port,
      // An address is no name that a server could choose its certificate by.
      servername: isIP(host) ? '' : host,
      ALPNProtocols: ['http/1.1'],
      ...(session && { session }),
      ...options,
    });
    return socket.on('session', (fresh) => this.#sessions.set(key, fresh));
  }

  #fail(code: string): void {
    const failure = describeErrorCode(code);
    this.finish(this.isAtProxy ? blameProxy(failure) : failure);
  }
}
