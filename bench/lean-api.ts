import { createServer } from 'node:net';

/**
 * An API that takes almost no CPU: it answers each chunk with the next instant of its recording, and prints its port. It runs in
 * a process of its own, so that its CPU is not measured.
 */
let traceId = 2_350_401_012_010;
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', () => {
    traceId += 1_000_000_000_00;
    const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({
      anomaly: false,
      id,
      name: `${id < 3 ? 'L' : 'R'}${id % 3}`,
      value: ((traceId / 1000 + id * 97) % 1024) | 0,
    }));
    const body = JSON.stringify({
      birthdate: '1982',
      disabled: false,
      firstname: 'Janek',
      id: 12,
      lastname: 'Kos',
      trace: { id: traceId, name: 'bach', sensors },
    });
    socket.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
});
