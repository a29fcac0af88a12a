import type { Profile } from '../../core/patient.ts';
import type { FieldsToStore } from '../hash-fields.ts';
import type { KeySchema } from '../keys.ts';
import { formatLease } from '../lease-value.ts';
import type { Lease, PatientWrite } from '../store.ts';
import { encodeHealth, encodeProfile } from '../stored-record.ts';

const NO_FIELDS: FieldsToStore = {};

/** The keys and the arguments that lua/append.lua takes for some writes, in its order. */
export function makeAppendArguments(
  schema: KeySchema,
  writes: readonly PatientWrite[],
  lease: Lease | undefined,
): { readonly keys: readonly string[]; readonly args: readonly string[] } {
  const keys: string[] = [];
  const args: string[] = [lease === undefined ? '' : formatLease(lease), String(lease?.ttlMs ?? 0)];
  for (const write of writes) push(schema, write, keys, args);
  return { keys, args };
}

/** Hot path, run for every sample: keys that are not written are left out. */
function push(schema: KeySchema, write: PatientWrite, keys: string[], args: string[]): void {
  const { patient, entries, profile, health } = write;
  const patientKeys = schema.keysByPart(patient);
  keys.push(patientKeys.lease);
  let anomalous = 0;
  for (const entry of entries) if (entry.anomalous) anomalous++;
  if (entries.length > 0) keys.push(patientKeys.data, patientKeys.timestamp);
  if (anomalous > 0) keys.push(patientKeys.anomaly, patientKeys.anomaly_timestamp);
  if (profile) keys.push(patientKeys.profile);
  if (health) keys.push(patientKeys.health);

  const profileFields = profile ? encodeWrittenProfile(profile, entries.length > 0) : NO_FIELDS;
  const healthFields = health ? encodeHealth(health) : NO_FIELDS;
  args.push(
    schema.liveChannel(patient),
    `${entries.length} ${anomalous} ${countFields(profileFields)} ${countFields(healthFields)}`,
  );
  for (const entry of entries) args.push(entry.sensorsJson);
  for (const entry of entries) args.push(entry.timestamp);
  if (anomalous > 0) {
    for (const [index, entry] of entries.entries()) if (entry.anomalous) args.push(String(index + 1));
  }
  pushFields(args, profileFields);
  pushFields(args, healthFields);
}

/** An insole changes with the sample that it changes for: a write without one leaves it. */
function encodeWrittenProfile(profile: Profile, hasEntries: boolean): FieldsToStore {
  const { insole = null, ...fields } = encodeProfile(profile);
  return hasEntries ? { ...fields, insole } : fields;
}

/** How many fields are set, and how many are removed, as the script takes them. */
function countFields(fields: FieldsToStore): string {
  if (fields === NO_FIELDS) return '0 0';
  const values = Object.values(fields);
  const removed = values.filter((value) => value === null).length;
  return `${values.length - removed} ${removed}`;
}

function pushFields(args: string[], fields: FieldsToStore): void {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === 'string') args.push(name, value);
  }
  for (const name in fields) if (fields[name] === null) args.push(name);
}
