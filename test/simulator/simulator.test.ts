import { Agent, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { connectRaw, GET_1, sendRequest } from './http-client.ts';
import { runSimulator } from './running-simulator.ts';

const SIX = [1, 2, 3, 4, 5, 6];

describe('the simulator', () => {
  test('answers each patient with JSON at its address', async () => {
    const { url, port } = await runSimulator();
    expect(url).toBe(`http://127.0.0.1:${port}/`);
    const replies = await Promise.all(SIX.map((patient) => sendRequest(`${url}${patient}`)));
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(reply.headers['content-type']).toBe('application/json');
      expect(JSON.parse(reply.body)).toMatchObject({ id: 12 });
    }
    const names = replies.map((reply) => JSON.parse(reply.body).trace.name);
    expect(names).toContain('piotrek - w czasie spaceru z psem');
  });

  test('answers with the same frame for 200 ms, then with the next one', async () => {
    let nowMs = 5000;
    const { url } = await runSimulator({ nowMs: () => nowMs });
    const { body: first } = await sendRequest(`${url}1`);
    nowMs += 199;
    expect((await sendRequest(`${url}1`)).body).toBe(first);
    nowMs += 1;
    expect((await sendRequest(`${url}1`)).body).not.toBe(first);
    nowMs += 605 * 200;
    expect((await sendRequest(`${url}1`)).body).toBe(first);
  });

  test('plays faster by its speed', async () => {
    let nowMs = 0;
    const usual = await runSimulator({ nowMs: () => nowMs });
    const fast = await runSimulator({ nowMs: () => nowMs / 10, speed: 10 });
    for (nowMs of [0, 250, 1000, 33_333]) {
      expect((await sendRequest(`${fast.url}4`)).body).toBe((await sendRequest(`${usual.url}4`)).body);
    }
  });

  test('answers with the same bytes for the same seed at the same time', async () => {
    let nowMs = 0;
    const options = { seed: 99, nowMs: () => nowMs };
    const [one, other, seeded] = [
      await runSimulator(options),
      await runSimulator(options),
      await runSimulator({ ...options, seed: 98 }),
    ];
    for (nowMs of [0, 1234, 56_789]) {
      for (const patient of SIX) {
        expect((await sendRequest(`${one.url}${patient}`)).body).toBe(
          (await sendRequest(`${other.url}${patient}`)).body,
        );
      }
    }
    expect((await sendRequest(`${one.url}6`)).body).not.toBe((await sendRequest(`${seeded.url}6`)).body);
  });

  test('answers a thousand patients', async () => {
    const patients = Array.from({ length: 1000 }, (_, index) => index + 1);
    const { url } = await runSimulator({ patients });
    for (const patient of [1, 7, 600, 999, 1000])
      expect((await sendRequest(`${url}${patient}`)).status).toBe(200);
    expect((await sendRequest(`${url}1001`)).status).toBe(404);
  });

  test('ignores a query, and answers many requests over one connection', async () => {
    const { url } = await runSimulator();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let count = 0; count < 5; count++) {
      await new Promise<void>((resolve, reject) => {
        const asked = request(`${url}3?at=${count}`, { agent }, (response) => {
          expect(response.statusCode).toBe(200);
          ports.add(response.socket.localPort);
          response.resume().on('end', resolve);
        });
        asked.on('error', reject).end();
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test.each(['', '7', '0', '01', '1/', '1.5', '-1', 'patients', '../1', '%31', '__proto__'])(
    'answers /%s with 404 and JSON',
    async (path) => {
      const { port } = await runSimulator();
      const raw = await connectRaw(port, `GET /${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
      await raw.gone;
      expect(raw.received()).toMatch(/^HTTP\/1\.1 404 /);
      expect(raw.received()).toContain('{"error":"no such patient"}');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answers %s with 405', async (method) => {
    const { url } = await runSimulator();
    const reply = await sendRequest(`${url}1`, method);
    expect(reply).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
      body: '{"error":"only GET is answered here"}',
    });
  });
});

describe('startSimulator reports as a failure', () => {
  const options = { patients: [1], speed: 1, seed: 1, faults: [] };

  test('a port in use', async () => {
    const { port } = await runSimulator();
    expect(await startSimulator({ ...options, host: '127.0.0.1', port })).toEqual({
      kind: 'failed',
      reason: `cannot listen on 127.0.0.1:${port}: the port is in use`,
    });
  });

  test('an address of another machine', async () => {
    expect(await startSimulator({ ...options, host: '192.0.2.1', port: 0 })).toEqual({
      kind: 'failed',
      reason: 'cannot listen on 192.0.2.1:0: no such address on this machine',
    });
  });
});

describe('closing', () => {
  test('ends at once, whatever its clients are waiting for', async () => {
    const waiting = await runSimulator({ faults: [{ kind: 'timeout', probability: 1 }] });
    const dripping = await runSimulator({ faults: [{ kind: 'slow', probability: 1 }] });
    const healthy = await runSimulator();
    const [drip, idle] = [await connectRaw(dripping.port, GET_1), await connectRaw(healthy.port, GET_1)];
    await Promise.all([drip.receivedBytes(1), idle.receivedBytes(1)]);
    const others = [
      await connectRaw(waiting.port, GET_1),
      await connectRaw(healthy.port, ''),
      await connectRaw(healthy.port, 'GET /1 HTT'),
    ];
    await Promise.all([waiting.close(), dripping.close(), healthy.close()]);
    await Promise.all([drip, idle, ...others].map((client) => client.gone));
    await expect(sendRequest(`${healthy.url}1`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('may be called twice', async () => {
    const simulator = await runSimulator();
    await Promise.all([simulator.close(), simulator.close()]);
    await simulator.close();
  });
});
