import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** One request over a connection of its own. */
export function sendRequest(
  url: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A bare connection that has sent `bytes`, and collects what comes. */
export interface RawClient {
  readonly socket: Socket;
  received(): string;
  /** Settles when the connection is gone, with the error code if it was torn down. */
  readonly gone: Promise<string | null>;
  /** Settles when at least so much came. */
  receivedBytes(count: number): Promise<void>;
}

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

export const GET_1 = 'GET /1 HTTP/1.1\r\nhost: simulator\r\n\r\n';
