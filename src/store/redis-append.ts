import type { KeySchema } from './keys.ts';
import type { Lease, PatientWrite } from './store.ts';
import { encodeHealth, encodeProfile, type FieldsToStore } from './stored-record.ts';

/** The keys and arguments of lua/append.lua, in its order. */
export function appendArguments(
  keys: KeySchema,
  { patient, entries, profile, health }: PatientWrite,
  lease: Lease | undefined,
): string[] {
  const anomalous = entries.flatMap((entry, index) => (entry.anomalous ? [String(index + 1)] : []));
  const profileFields = splitFields(profile === undefined ? {} : encodeProfile(profile));
  const healthFields = splitFields(health === undefined ? {} : encodeHealth(health));
  return [
    keys.key(patient, 'data'),
    keys.key(patient, 'timestamp'),
    keys.key(patient, 'anomaly'),
    keys.key(patient, 'anomaly_timestamp'),
    keys.key(patient, 'profile'),
    keys.key(patient, 'health'),
    keys.key(patient, 'lease'),
    keys.liveChannel(patient),
    lease?.holder ?? '',
    String(lease?.ttlMs ?? 0),
    String(entries.length),
    String(anomalous.length),
    String(profileFields.toSet.length),
    String(profileFields.toRemove.length),
    String(healthFields.toSet.length),
    String(healthFields.toRemove.length),
    ...entries.map((entry) => entry.sensorsJson),
    ...entries.map((entry) => entry.timestamp),
    ...anomalous,
    ...profileFields.toSet.flat(),
    ...profileFields.toRemove,
    ...healthFields.toSet.flat(),
    ...healthFields.toRemove,
  ];
}

function splitFields(fields: FieldsToStore): { toSet: [string, string][]; toRemove: string[] } {
  const toSet: [string, string][] = [];
  const toRemove: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) toRemove.push(name);
    else toSet.push([name, value]);
  }
  return { toSet, toRemove };
}
