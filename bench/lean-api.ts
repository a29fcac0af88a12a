import { createServer } from 'node:net';

/**
 * An API that takes almost no CPU: it answers each chunk with other readings, and prints its port. The clock of its recording,
 * HMMSSDDMMYYYY, ticks every second, as that of the service does. It runs in a process of its own, so that its CPU is not measured.
 */
let answers = 0;

function makeTraceId(): number {
  const [hours, minutes, seconds] = new Date().toISOString().slice(11, 19).split(':').map(Number);
  return ((hours ?? 0) * 10_000 + (minutes ?? 0) * 100 + (seconds ?? 0)) * 1e8 + 1_012_010;
}

let traceId = makeTraceId();
setInterval(() => {
  traceId = makeTraceId();
}, 1000);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.on('data', () => {
    answers += 1;
    const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({
      anomaly: false,
      id,
      name: `${id < 3 ? 'L' : 'R'}${id % 3}`,
      value: (answers * 37 + id * 97) % 1024,
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
