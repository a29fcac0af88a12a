import type { PatientId } from '../../../core/patient.ts';
import { StoreUnavailable, type Subscription } from '../../store.ts';
import type { RedisAddress } from '../target.ts';
import type { RedisWakeups } from '../wakeups.ts';
import type { RedisCluster } from './cluster.ts';

type Wake = (patient: PatientId) => void;

/** Who waits for whom, and where each patient's channel is listened to. */
interface Following {
  readonly patients: readonly PatientId[];
  readonly wake: Wake;
  readonly held: Map<PatientId, { readonly server: string; readonly subscription: Subscription }>;
}

const TRY_AGAIN_MS = 1000;

/** Wake-ups in a cluster: each patient's from the server that holds it, also after it moved. */
export class ClusterWakeups {
  readonly #cluster: RedisCluster;
  readonly #open: (address: RedisAddress) => RedisWakeups;
  readonly #servers = new Map<string, RedisWakeups>();
  readonly #followings = new Set<Following>();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(cluster: RedisCluster, open: (address: RedisAddress) => RedisWakeups) {
    this.#cluster = cluster;
    this.#open = open;
    cluster.onMove(() => void this.#moveAll());
  }

  async wakeOn(patients: readonly PatientId[], wake: Wake): Promise<Subscription> {
    if (this.#closed) throw new StoreUnavailable('closed');
    const following: Following = { patients, wake, held: new Map() };
    try {
      await this.#place(following);
    } catch (error) {
      letGo(following);
      throw error;
    }
    this.#followings.add(following);
    const subscriptions = [...following.held.values()].map(({ subscription }) => subscription);
    return {
      wakes: subscriptions.length > 0 && subscriptions.every(({ wakes }) => wakes),
      close: () => {
        this.#followings.delete(following);
        letGo(following);
      },
    };
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#followings.clear();
    for (const wakeups of this.#servers.values()) wakeups.close();
    this.#servers.clear();
  }

  async #moveAll(): Promise<void> {
    for (const following of this.#followings) {
      try {
        await this.#place(following);
      } catch {
        // The server that took over does not answer yet; slow polling goes on meanwhile.
        this.#tryAgain();
      }
      if (this.#closed) return;
      if (!this.#followings.has(following)) letGo(following);
    }
    this.#leaveIdle();
  }

  /** Listens to each patient's channel where the patient is; one that moved looks once, for what it may have missed. */
  async #place({ patients, wake, held }: Following): Promise<void> {
    const addresses = await this.#cluster.addressesOf(patients);
    const moving = patients.flatMap((patient) => {
      const address = addresses.get(patient);
      return address && held.get(patient)?.server !== nameOf(address) ? [{ patient, address }] : [];
    });
    await Promise.all(
      moving.map(async ({ patient, address }) => {
        const subscription = await this.#wakeupsOf(address).wakeOn([patient], wake);
        const before = held.get(patient);
        held.set(patient, { server: nameOf(address), subscription });
        before?.subscription.close();
        if (before) wake(patient);
      }),
    );
  }

  #wakeupsOf(address: RedisAddress): RedisWakeups {
    const name = nameOf(address);
    const wakeups = this.#servers.get(name) ?? this.#open(address);
    this.#servers.set(name, wakeups);
    return wakeups;
  }

  #tryAgain(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#moveAll();
    }, TRY_AGAIN_MS);
  }

  #leaveIdle(): void {
    const used = new Set(
      [...this.#followings].flatMap(({ held }) => [...held.values()].map(({ server }) => server)),
    );
    for (const [name, wakeups] of this.#servers) {
      if (used.has(name)) continue;
      this.#servers.delete(name);
      wakeups.close();
    }
  }
}

function letGo({ held }: Following): void {
  for (const { subscription } of held.values()) subscription.close();
  held.clear();
}

function nameOf({ host, port }: RedisAddress): string {
  return `${host}:${port}`;
}
