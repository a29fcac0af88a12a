import type { PatientId } from '../../core/patient.ts';
import type { KeyPart, KeySchema } from '../keys.ts';
import type { RedisConnection } from './connection.ts';

/** How many keys Redis looks at in one step of SCAN, during which it serves nobody else. */
const KEYS_PER_SCAN = 1000;

/** Finds the patients on one server that have at least one of these parts, in no order. Rejects with StoreUnavailable. */
export async function scanPatients(
  server: RedisConnection,
  schema: KeySchema,
  parts: readonly KeyPart[],
): Promise<PatientId[]> {
  const [onlyPart] = parts;
  const pattern = schema.pattern(parts.length === 1 && onlyPart !== undefined ? onlyPart : '*');
  return scan(server, pattern, (key) => {
    const parsed = schema.parse(key);
    return parsed !== null && parts.includes(parsed.part) ? parsed.patient : null;
  });
}

/** Finds the patients on one server who have kept walks, in no order. Rejects with StoreUnavailable. */
export async function scanKeptPatients(server: RedisConnection, schema: KeySchema): Promise<PatientId[]> {
  return scan(server, schema.keptHashPattern(), (key) => {
    const parsed = schema.parseKept(key);
    return parsed !== null && parsed.id === null ? parsed.patient : null;
  });
}

async function scan(
  server: RedisConnection,
  pattern: string,
  findPatient: (key: string) => PatientId | null,
): Promise<PatientId[]> {
  const patients = new Set<PatientId>();
  let cursor = '0';
  do {
    const position = cursor;
    const [next, keys] = await server.run((client) =>
      client.scan(position, 'MATCH', pattern, 'COUNT', KEYS_PER_SCAN),
    );
    for (const key of keys) {
      const patient = findPatient(key);
      if (patient !== null) patients.add(patient);
    }
    cursor = next;
  } while (cursor !== '0');
  return [...patients];
}
