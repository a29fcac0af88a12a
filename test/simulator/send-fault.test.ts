import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { GARBAGE_COUNT } from '../../src/simulator/garbage.ts';
import { sendFault } from '../../src/simulator/send-fault.ts';
import { connectRaw, GET_1, sendRequest } from './http-client.ts';
import { runSimulator } from './running-simulator.ts';

const always = (kind: 'timeout' | 'error' | 'garbage' | 'slow' | 'reset' | 'huge') => ({
  faults: [{ kind, probability: 1 }],
});
const extractBody = (received: string) => received.slice(received.indexOf('\r\n\r\n') + 4);

describe('the fault', () => {
  test('timeout never answers, and other clients are served', async () => {
    const simulator = await runSimulator(always('timeout'));
    const client = await connectRaw(simulator.port, GET_1);
    expect((await sendRequest(`${simulator.url}77`)).status).toBe(404);
    expect((await sendRequest(`${simulator.url}77`)).status).toBe(404);
    expect(client.received()).toBe('');
    await simulator.close();
    await client.gone;
    expect(client.received()).toBe('');
  });

  test('error answers with status 500', async () => {
    const { url } = await runSimulator(always('error'));
    expect(await sendRequest(`${url}1`)).toMatchObject({
      status: 500,
      body: '{"error":"internal server error"}',
    });
  });

  test('garbage answers with status 200 and another body each time', async () => {
    const { url } = await runSimulator(always('garbage'));
    const bodies = new Set<string>();
    for (let turn = 0; turn < GARBAGE_COUNT; turn++) {
      const reply = await sendRequest(`${url}1`);
      expect(reply.status).toBe(200);
      bodies.add(reply.body);
    }
    expect(bodies.size).toBe(GARBAGE_COUNT);
  });

  test('slow sends the healthy answer one byte at a time', async () => {
    const healthy = await runSimulator();
    const { port } = await runSimulator(always('slow'));
    const client = await connectRaw(port, GET_1);
    await client.receivedBytes(1);
    const headBytes = client.received().indexOf('\r\n\r\n') + 4;
    const grownBy: number[] = [];
    client.socket.on('data', (chunk: string) => grownBy.push(chunk.length));
    await client.receivedBytes(headBytes + 4);
    expect(client.received()).toMatch(/^HTTP\/1\.1 200 /);
    expect((await sendRequest(`${healthy.url}1`)).body.startsWith(extractBody(client.received()))).toBe(true);
    expect(Math.max(...grownBy)).toBe(1);
    client.socket.destroy();
  });

  test('reset breaks the connection in the middle of the body', async () => {
    const { url, port } = await runSimulator(always('reset'));
    await expect(sendRequest(`${url}1`)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const client = await connectRaw(port, GET_1);
    await client.gone;
    const announced = Number(/content-length: (\d+)/.exec(client.received())?.[1]);
    expect(extractBody(client.received())).toHaveLength(Math.floor(announced / 2));
  });

  test('huge sends until the client closes the connection', async () => {
    const { url, port } = await runSimulator(always('huge'));
    const client = await connectRaw(port, GET_1);
    await client.receivedBytes(2 ** 23);
    expect(client.received()).not.toContain('content-length');
    client.socket.destroy();
    expect((await sendRequest(`${url}77`)).status).toBe(404);
  });

  test('huge waits for a slow client, and sends 1 GiB at most', () => {
    const response = new StalledResponse();
    sendFault('huge', { headers: {} } as IncomingMessage, response as unknown as ServerResponse, '{}', 0);
    expect(response.writtenBytes).toBe(2 ** 20);
    response.emit('drain');
    expect(response.writtenBytes).toBe(2 ** 21);
    for (let drained = 0; drained < 2000; drained++) response.emit('drain');
    expect(response.writtenBytes).toBe(2 ** 30);
    expect(response.ended).toBe(true);
  });

  test('huge is a gzip bomb for a client that accepts gzip', async () => {
    const { port } = await runSimulator(always('huge'));
    const asked = GET_1.replace(
      '\r\n\r\n',
      '\r\naccept-encoding: deflate, gzip\r\nconnection: close\r\n\r\n',
    );
    const client = await connectRaw(port, asked);
    await client.gone;
    const received = client.received();
    expect(received).toContain('content-encoding: gzip');
    const packed = Buffer.from(joinChunks(extractBody(received)), 'latin1');
    expect(packed.length).toBeLessThan(2 ** 21);
    expect(await countUnpacked(packed, 2 ** 24)).toBeGreaterThanOrEqual(2 ** 24);
    expect(packed.length % 1024).toBe(0);
    expect(gunzipSync(packed.subarray(0, packed.length / 1024))).toHaveLength(2 ** 20);
  });
});

test('requests are faulty with the given probability, the same ones for the same seed', async () => {
  const statuses = async (seed: number) => {
    const { url } = await runSimulator({ seed, faults: [{ kind: 'error', probability: 0.3 }] });
    const seen: number[] = [];
    for (let count = 0; count < 200; count++) seen.push((await sendRequest(`${url}1`)).status);
    return seen;
  };
  const seen = await statuses(4);
  const faulty = seen.filter((status) => status === 500).length;
  expect(faulty).toBeGreaterThan(40);
  expect(faulty).toBeLessThan(80);
  expect(await statuses(4)).toEqual(seen);
  expect(await statuses(5)).not.toEqual(seen);
});

/** Full with every write, until it is told to drain. */
class StalledResponse extends EventEmitter {
  writtenBytes = 0;
  ended = false;
  writeHead() {}
  write(chunk: Buffer) {
    this.writtenBytes += chunk.length;
    return false;
  }
  end() {
    this.ended = true;
  }
}

/** The body out of its chunked encoding. */
function joinChunks(chunked: string): string {
  let joined = '';
  let at = 0;
  while (true) {
    const lineEnd = chunked.indexOf('\r\n', at);
    const length = Number.parseInt(chunked.slice(at, lineEnd), 16);
    if (!(length > 0)) return joined;
    joined += chunked.slice(lineEnd + 2, lineEnd + 2 + length);
    at = lineEnd + 2 + length + 2;
  }
}

/** How much comes out, counted until it is at least `enough`. */
function countUnpacked(packed: Buffer, enough: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    const gunzip = createGunzip();
    gunzip.on('data', (chunk: Buffer) => {
      count += chunk.length;
      if (count >= enough) {
        gunzip.destroy();
        resolve(count);
      }
    });
    gunzip.on('end', () => resolve(count));
    gunzip.on('error', reject);
    gunzip.end(packed);
  });
}
