// Reads what `gatttool --listen` prints of an insole that sends six readings of 16 bits, the low byte first, and writes lines
// that `footwatch cacher --source -` takes. Argument: the number of the patient.
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const patient = Number(process.argv[2] ?? 1);
let lastMs = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const [, hex] = /value: ((?:[0-9a-f]{2} ?)+)/i.exec(line) ?? [];
  if (hex === undefined) continue;
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  if (bytes.length < 12) continue;
  const sensors = [0, 1, 2, 3, 4, 5].map((id) => ({ anomaly: false, id, value: bytes.readUInt16LE(2 * id) }));
  // The insole tells no time: each notification gets one of its own here.
  lastMs = Math.max(Date.now(), lastMs + 1);
  const written = process.stdout.write(`${JSON.stringify({ patient, timestamp: lastMs / 1000, sensors })}\n`);
  if (!written) await once(process.stdout, 'drain');
}
