import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { RedisConnection } from '../../../src/store/redis/connection.ts';

test('a socket that reports more than one error ends nothing', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const endpoint = { host: '127.0.0.1', port, username: null, password: null, db: 0, tls: null };
  const connection = new RedisConnection(endpoint as never, { commandTimeoutMs: 1000 });
  onTestFinished(() => connection.client.disconnect());
  await once(server, 'connection');
  const { stream } = connection.client as unknown as { stream: NodeJS.EventEmitter };
  // As Node 26 does where Redis refuses a certificate: the alert, and then that the connection was reset.
  for (const code of ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ECONNRESET'])
    expect(() => stream.emit('error', Object.assign(new Error(code), { code }))).not.toThrow();
});
