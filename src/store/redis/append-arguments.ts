import type { KeySchema } from '../keys.ts';
import type { Lease, PatientWrite } from '../store.ts';
import { encodeHealth, encodeProfile, type FieldsToStore } from '../stored-record.ts';

const NO_FIELDS: FieldsToStore = {};

/** How many keys there are, the keys, and the arguments of lua/append.lua, in its order. */
export function appendArguments(
  schema: KeySchema,
  writes: readonly PatientWrite[],
  lease: Lease | undefined,
): string[] {
  const keys: string[] = [];
  const given: string[] = [lease?.holder ?? '', String(lease?.ttlMs ?? 0)];
  for (const write of writes) push(schema, write, keys, given);
  return [String(keys.length), ...keys, ...given];
}

/** Runs for every sample: what is written seldom is not spoken of. */
function push(schema: KeySchema, write: PatientWrite, keys: string[], given: string[]): void {
  const { patient, entries, profile, health } = write;
  const of = schema.keysByPart(patient);
  keys.push(of.lease);
  let anomalous = 0;
  for (const entry of entries) if (entry.anomalous) anomalous++;
  if (entries.length > 0) keys.push(of.data, of.timestamp);
  if (anomalous > 0) keys.push(of.anomaly, of.anomaly_timestamp);
  if (profile) keys.push(of.profile);
  if (health) keys.push(of.health);

  const profileFields = profile ? encodeProfile(profile) : NO_FIELDS;
  const healthFields = health ? encodeHealth(health) : NO_FIELDS;
  given.push(
    schema.liveChannel(patient),
    `${entries.length} ${anomalous} ${countFields(profileFields)} ${countFields(healthFields)}`,
  );
  for (const entry of entries) given.push(entry.sensorsJson);
  for (const entry of entries) given.push(entry.timestamp);
  if (anomalous > 0) {
    for (const [index, entry] of entries.entries()) if (entry.anomalous) given.push(String(index + 1));
  }
  pushFields(given, profileFields);
  pushFields(given, healthFields);
}

/** How many are set, and how many are removed. */
function countFields(fields: FieldsToStore): string {
  if (fields === NO_FIELDS) return '0 0';
  const values = Object.values(fields);
  const removed = values.filter((value) => value === null).length;
  return `${values.length - removed} ${removed}`;
}

function pushFields(given: string[], fields: FieldsToStore): void {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === 'string') given.push(name, value);
  }
  for (const name in fields) if (fields[name] === null) given.push(name);
}
