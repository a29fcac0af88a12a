import { request as sendRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { FetchFailure } from './api-client.ts';
import { createFailure, describeErrorCode, describeProxyStatus, readErrorCode } from './fetch-failure.ts';
import { encodeCredentials } from './request-headers.ts';

/** Makes the failure of a connection to the proxy: it is not that of the API. */
export function blameProxy({ reason, message }: FetchFailure): FetchFailure {
  return reason === 'closed'
    ? { kind: 'failed', reason, message }
    : createFailure('proxy', `the proxy: ${message}`);
}

/**
 * Asks a proxy for a tunnel to a host (CONNECT).
 *
 * @param socket is connected to the proxy; destroyed from outside, it ends this with a failure
 * @param onOpen called once, with why there is no tunnel, or null when the socket leads to the host
 */
export function openTunnel(
  socket: Socket,
  proxy: URL,
  target: URL,
  onOpen: (failure: FetchFailure | null) => void,
): void {
  const host = `${target.hostname}:${target.port || 443}`;
  const credentials = encodeCredentials(proxy);
  const request = sendRequest({
    method: 'CONNECT',
    path: host,
    headers: {
      host,
      'user-agent': 'footwatch',
      ...(credentials !== null && { 'proxy-authorization': credentials }),
    },
    createConnection: () => socket,
  });
  request.on('connect', ({ statusCode = 0 }, _socket, head) => {
    if (statusCode < 200 || statusCode >= 300) return onOpen(describeProxyStatus(statusCode));
    if (head.length > 0) socket.unshift(head);
    onOpen(null);
  });
  request.on('error', (error) => onOpen(blameProxy(describeErrorCode(readErrorCode(error)))));
  request.end();
}
