import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A response of the simulator. */
export interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Sends one request over a connection of its own. */
export function sendRequest(
  url: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** A TCP connection that collects what it receives. */
export interface RawClient {
  readonly socket: Socket;
  received(): string;
  /** Resolves when the connection is closed, with the error code when it was reset. */
  readonly gone: Promise<string | null>;
  /** Resolves when at least so many bytes were received. */
  receivedBytes(count: number): Promise<void>;
}

/** Connects, sends the bytes, and resolves once they are sent. */
export function connectRaw(port: number, bytes: string): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    let received = '';
    let code: string | null = null;
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    const gone = new Promise<string | null>((settle) => socket.on('close', () => settle(code)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      code = error.code ?? error.message;
      reject(error);
    });
    const receivedBytes = async (count: number) => {
      while (received.length < count) await new Promise((settle) => socket.once('data', settle));
    };
    socket.on('connect', () => {
      socket.write(bytes, () => resolve({ socket, received: () => received, gone, receivedBytes }));
    });
  });
}

/** A request for patient 1. */
export const GET_1 = 'GET /1 HTTP/1.1\r\nhost: simulator\r\n\r\n';
