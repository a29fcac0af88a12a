import type { PatientId } from '../../core/patient.ts';
import type { KeyPart, KeySchema } from '../keys.ts';
import type { RedisConnection } from './connection.ts';
import { scanKeys } from './scan-keys.ts';

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
  for await (const keys of scanKeys(server, pattern)) {
    for (const key of keys) {
      const patient = findPatient(key);
      if (patient !== null) patients.add(patient);
    }
  }
  return [...patients];
}
