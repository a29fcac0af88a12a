import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { SentinelConnector } from 'ioredis';

/** A class whose instances make the sockets of ioredis. */
interface ConnectorClass {
  readonly prototype: { connect(...args: unknown[]): Promise<EventEmitter> };
}

// ioredis exports only the other one.
const { default: StandaloneConnector } = createRequire(import.meta.url)(
  'ioredis/built/connectors/StandaloneConnector.js',
) as { default: ConnectorClass };

let isDone = false;

/**
 * Keeps a second error of a socket from ending the process. ioredis listens to one; where Redis refuses a certificate, Node
 * 26 reports the alert, and then that the connection was reset.
 */
export function hearLateErrors(): void {
  if (isDone) return;
  isDone = true;
  for (const { prototype } of [StandaloneConnector, SentinelConnector as unknown as ConnectorClass]) {
    const { connect } = prototype;
    prototype.connect = async function (...args) {
      const socket = await connect.apply(this, args);
      socket.on('error', () => {});
      return socket;
    };
  }
}
