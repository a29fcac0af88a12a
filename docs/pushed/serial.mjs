// Reads lines such as `182000,30,0,12,7,7,950` of a serial port: milliseconds since the insole was switched on, and six readings.
// Writes lines that `footwatch cacher --source -` takes. Argument: the number of the patient.
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const patient = Number(process.argv[2] ?? 1);
for await (const line of createInterface({ input: process.stdin })) {
  const numbers = line.trim().split(',').map(Number);
  // The first line after the start is cut, as a rule.
  if (numbers.length !== 7 || !numbers.every(Number.isFinite)) continue;
  const [ms, ...readings] = numbers;
  const sensors = readings.map((value, id) => ({ anomaly: false, id, value }));
  const written = process.stdout.write(`${JSON.stringify({ patient, timestamp: ms / 1000, sensors })}\n`);
  if (!written) await once(process.stdout, 'drain');
}
