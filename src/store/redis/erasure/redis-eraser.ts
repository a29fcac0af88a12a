import type { PatientId } from '../../../core/patient.ts';
import { type KeyNaming, KeySchema, resolveKeyStyle } from '../../keys.ts';
import type { HeldLease } from '../../store.ts';
import { connectServers } from '../connect-servers.ts';
import { readHolders } from '../read-holders.ts';
import type { RedisServers } from '../redis-servers.ts';
import type { RedisTarget } from '../target.ts';
import { type CleanedFiles, type CleaningCost, cleanFiles, findCleaningCost } from './clean-files.ts';
import { countKeys, type ErasedPatient, eraseKeys } from './erase-keys.ts';

/** Long: a server that forks answers nobody meanwhile. */
const COMMAND_TIMEOUT_MS = 5000;

/** Removes patients from a Redis for good: from its memory, and from the files of the servers that hold them. */
export class RedisEraser {
  readonly #servers: RedisServers;
  readonly #keys: KeySchema;

  constructor(target: RedisTarget, { style = 'auto', prefix = '' }: KeyNaming) {
    this.#keys = new KeySchema(resolveKeyStyle(style, target.kind === 'cluster'), prefix);
    this.#servers = connectServers(target, this.#keys, { commandTimeoutMs: COMMAND_TIMEOUT_MS }).servers;
  }

  /** The leases that live of some patients: who holds one would store the patient again. Rejects with StoreUnavailable. */
  async findLeases(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, HeldLease>> {
    const leases = new Map<PatientId, HeldLease>();
    for (const [patient, held] of await readHolders(this.#servers, this.#keys, patients))
      if (held !== null) leases.set(patient, held);
    return leases;
  }

  /** What it will cost each server that holds one of the patients; null for one that does not tell. Rejects with StoreUnavailable. */
  async findCosts(patients: readonly PatientId[]): Promise<readonly (CleaningCost | null)[]> {
    const servers = await this.#findServers(patients);
    return Promise.all(servers.map(findCleaningCost));
  }

  /** Removes all keys of some patients; returns what of each there was. Rejects with StoreUnavailable. */
  async eraseKeys(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, ErasedPatient>> {
    return eraseKeys(this.#servers, this.#keys, patients);
  }

  /** Cleans the files of each server that holds one of the patients. Rejects with StoreUnavailable when none is reachable. */
  async cleanFiles(patients: readonly PatientId[]): Promise<readonly CleanedFiles[]> {
    const servers = await this.#findServers(patients);
    return Promise.all(servers.map(cleanFiles));
  }

  /** How many keys of some patients there are, all together. Rejects with StoreUnavailable. */
  async countKeys(patients: readonly PatientId[]): Promise<number> {
    return countKeys(this.#servers, this.#keys, patients);
  }

  /** Closes all connections. */
  close(): void {
    this.#servers.close();
  }

  async #findServers(patients: readonly PatientId[]) {
    return [...(await this.#servers.divide(patients.map((patient) => ({ patient })))).keys()];
  }
}
