import type { KeySchema } from './keys.ts';
import type { Lease, PatientWrite } from './store.ts';
import { encodeHealth, encodeProfile, type FieldsToStore } from './stored-record.ts';

const NO_FIELDS: FieldsToStore = {};

/** How many keys there are, the keys, and the arguments of lua/append.lua, in its order. */
export function appendArguments(
  schema: KeySchema,
  writes: readonly PatientWrite[],
  lease: Lease | undefined,
): string[] {
  const keys: string[] = [];
  const given: string[] = [lease?.holder ?? '', String(lease?.ttlMs ?? 0)];
  for (const write of writes) {
    for (const key of schema.keys(write.patient)) keys.push(key);
    pushArguments(given, schema.liveChannel(write.patient), write);
  }
  return [String(keys.length), ...keys, ...given];
}

/** Of every sample: it is written with the samples, and the arguments, counted. */
function pushArguments(given: string[], channel: string, { entries, profile, health }: PatientWrite): void {
  const profileFields = profile === undefined ? NO_FIELDS : encodeProfile(profile);
  const healthFields = health === undefined ? NO_FIELDS : encodeHealth(health);
  let anomalous = 0;
  for (const entry of entries) if (entry.anomalous) anomalous++;
  given.push(
    channel,
    `${entries.length} ${anomalous} ${countFields(profileFields)} ${countFields(healthFields)}`,
  );
  for (const entry of entries) given.push(entry.sensorsJson);
  for (const entry of entries) given.push(entry.timestamp);
  for (const [index, entry] of entries.entries()) if (entry.anomalous) given.push(String(index + 1));
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
