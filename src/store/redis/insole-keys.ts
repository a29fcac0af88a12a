import type { Insole } from '../../core/insole/insole.ts';
import { type InsoleTimeline, listInsoles } from '../../core/insole/insole-timeline.ts';
import type { PatientId } from '../../core/patient.ts';
import { encodeInsole, encodeInsoleField, encodeTimeline } from '../insole-record.ts';
import type { KeySchema } from '../keys.ts';
import type { PatientWrite } from '../store.ts';
import type { RedisServers } from './redis-servers.ts';

/** How often the definition of an insole is written again, for a store that lost its data. */
const REWRITE_MS = 10_000;

/** Writes the insoles that profiles name, before the profiles: who reads a name finds what it names. */
export class InsoleWriter {
  readonly #servers: RedisServers;
  readonly #keys: KeySchema;
  /** When each was written last, by its reference, monotonic ms. */
  readonly #writtenAtMs = new Map<string, number>();

  constructor(servers: RedisServers, keys: KeySchema) {
    this.#servers = servers;
    this.#keys = keys;
  }

  /** Writes the insoles of the writes that were not written lately. Rejects with StoreUnavailable. Hot path: nearly always it writes none. */
  async write(writes: readonly PatientWrite[]): Promise<void> {
    for (const { profile } of writes) if (profile?.insole) await this.#writeInsole(profile.insole);
  }

  /** Replaces the insoles of a patient's profile. Rejects with StoreUnavailable. */
  async writeTimeline(patient: PatientId, timeline: InsoleTimeline): Promise<void> {
    for (const insole of listInsoles(timeline)) await this.#writeInsole(insole);
    const key = this.#keys.key(patient, 'profile');
    const fields = Object.entries(encodeTimeline(timeline));
    await this.#servers.runFor(patient, async (client) => {
      const transaction = client.multi();
      for (const [name, value] of fields)
        if (value === null) transaction.hdel(key, name);
        else transaction.hset(key, name, value);
      for (const [error] of (await transaction.exec()) ?? []) if (error) throw error;
    });
  }

  async #writeInsole(insole: Insole): Promise<void> {
    const reference = encodeInsoleField(insole);
    const nowMs = performance.now();
    if (reference === null) return;
    if (nowMs - (this.#writtenAtMs.get(reference) ?? Number.NEGATIVE_INFINITY) < REWRITE_MS) return;
    const key = this.#keys.insoleKey(reference);
    await this.#servers.runForKey(key, (client) => client.set(key, encodeInsole(insole)));
    this.#writtenAtMs.set(reference, nowMs);
  }
}

/** Reads the definition of an insole, as JSON; null when there is none. Rejects with StoreUnavailable. */
export async function readInsole(
  servers: RedisServers,
  keys: KeySchema,
  reference: string,
): Promise<string | null> {
  const key = keys.insoleKey(reference);
  return servers.runForKey(key, (client) => client.get(key));
}
