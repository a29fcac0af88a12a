import type { FieldsToStore } from '../hash-fields.ts';
import type { KeySchema } from '../keys.ts';
import { formatLease } from '../lease-value.ts';
import type { Lease, PatientWrite } from '../store.ts';
import { encodeHealth, encodeProfile } from '../stored-record.ts';
import type { TextSink } from './encoded-command.ts';

const NO_FIELDS: FieldsToStore = {};

/** The keys and the arguments that lua/append.lua takes for some writes, in its order. Hot path: run for every sample. */
export class AppendArguments {
  readonly #schema: KeySchema;
  readonly #writes: readonly PatientWrite[];
  readonly #lease: Lease | undefined;

  constructor(schema: KeySchema, writes: readonly PatientWrite[], lease: Lease | undefined) {
    this.#schema = schema;
    this.#writes = writes;
    this.#lease = lease;
  }

  /** How many keys there are. */
  countKeys(): number {
    let count = 0;
    for (const { entries, profile, health } of this.#writes) {
      count += 1 + (entries.length > 0 ? 2 : 0) + (countAnomalous(entries) > 0 ? 2 : 0);
      count += (profile ? 1 : 0) + (health ? 1 : 0);
    }
    return count;
  }

  /** Gives the keys of what is written: those that are not are left out. */
  pushKeys(sink: TextSink): void {
    for (const { patient, entries, profile, health } of this.#writes) {
      const keys = this.#schema.keysByPart(patient);
      sink.push(keys.lease);
      if (entries.length > 0) {
        sink.push(keys.data);
        sink.push(keys.timestamp);
      }
      if (countAnomalous(entries) > 0) {
        sink.push(keys.anomaly);
        sink.push(keys.anomaly_timestamp);
      }
      if (profile) sink.push(keys.profile);
      if (health) sink.push(keys.health);
    }
  }

  /** Gives the arguments. */
  pushArguments(sink: TextSink): void {
    const lease = this.#lease;
    sink.push(lease === undefined ? '' : formatLease(lease));
    sink.push(String(lease?.ttlMs ?? 0));
    for (const write of this.#writes) this.#pushWrite(write, sink);
  }

  #pushWrite({ patient, entries, profile, health }: PatientWrite, sink: TextSink): void {
    const anomalous = countAnomalous(entries);
    const profileFields = profile ? encodeProfile(profile) : NO_FIELDS;
    const healthFields = health ? encodeHealth(health) : NO_FIELDS;
    // An insole changes with the sample that it changes for: a write without one leaves it.
    const left = entries.length > 0 ? null : 'insole';
    sink.push(this.#schema.liveChannel(patient));
    const counts = `${countFields(profileFields, left)} ${countFields(healthFields, null)}`;
    sink.push(`${entries.length} ${anomalous} ${counts}`);
    for (const entry of entries) sink.push(entry.sensorsJson);
    for (const entry of entries) sink.push(entry.timestamp);
    if (anomalous > 0) {
      for (const [index, entry] of entries.entries()) if (entry.anomalous) sink.push(String(index + 1));
    }
    pushFields(sink, profileFields, left);
    pushFields(sink, healthFields, null);
  }
}

function countAnomalous(entries: PatientWrite['entries']): number {
  let count = 0;
  for (const entry of entries) if (entry.anomalous) count++;
  return count;
}

/**
 * How many fields are set, and how many are removed, as the script takes them.
 *
 * @param left the name of a field that is left as it is
 */
function countFields(fields: FieldsToStore, left: string | null): string {
  if (fields === NO_FIELDS) return '0 0';
  let set = 0;
  let removed = 0;
  for (const name in fields) {
    if (name === left) continue;
    if (fields[name] === null) removed++;
    else set++;
  }
  return `${set} ${removed}`;
}

function pushFields(sink: TextSink, fields: FieldsToStore, left: string | null): void {
  if (fields === NO_FIELDS) return;
  for (const name in fields) {
    const value = fields[name];
    if (typeof value !== 'string' || name === left) continue;
    sink.push(name);
    sink.push(value);
  }
  for (const name in fields) if (fields[name] === null && name !== left) sink.push(name);
}
