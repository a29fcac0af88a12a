import type { PatientId } from '../../../core/patient.ts';
import { StoreUnavailable, type Subscription } from '../../store.ts';
import type { RedisAddress } from '../target.ts';
import type { RedisWakeups } from '../wakeups.ts';
import type { RedisCluster } from './cluster.ts';
import { formatNodeName } from './node-name.ts';

type Wake = (patient: PatientId) => void;

/** One call of wakeOn, and the server on which each patient's channel is subscribed for it. */
interface ClusterSubscription {
  readonly patients: readonly PatientId[];
  readonly wake: Wake;
  readonly placed: Map<PatientId, { readonly server: string; readonly subscription: Subscription }>;
}

const RETRY_DELAY_MS = 1000;

/** Wake-ups in a cluster: a patient's channel is subscribed on the server that holds the patient, also after it moved. */
export class ClusterWakeups {
  readonly #cluster: RedisCluster;
  readonly #open: (address: RedisAddress) => RedisWakeups;
  readonly #wakeupsByServer = new Map<string, RedisWakeups>();
  readonly #subscriptions = new Set<ClusterSubscription>();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** `open` prepares the wake-ups of one server. */
  constructor(cluster: RedisCluster, open: (address: RedisAddress) => RedisWakeups) {
    this.#cluster = cluster;
    this.#open = open;
    cluster.onMove(() => void this.#moveAll());
  }

  /** Subscribes as StoreReader.wakeOn does. Rejects with StoreUnavailable when a patient's server is unreachable. */
  async wakeOn(patients: readonly PatientId[], wake: Wake): Promise<Subscription> {
    if (this.#closed) throw new StoreUnavailable('closed');
    const added: ClusterSubscription = { patients, wake, placed: new Map() };
    try {
      await this.#place(added);
    } catch (error) {
      unsubscribe(added);
      throw error;
    }
    this.#subscriptions.add(added);
    const subscriptions = [...added.placed.values()].map(({ subscription }) => subscription);
    return {
      wakes: subscriptions.length > 0 && subscriptions.every(({ wakes }) => wakes),
      close: () => {
        this.#subscriptions.delete(added);
        unsubscribe(added);
      },
    };
  }

  /** Ends all subscriptions and closes their connections. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#subscriptions.clear();
    for (const wakeups of this.#wakeupsByServer.values()) wakeups.close();
    this.#wakeupsByServer.clear();
  }

  async #moveAll(): Promise<void> {
    for (const subscription of this.#subscriptions) {
      try {
        await this.#place(subscription);
      } catch {
        // The server that took over is not reachable yet; readers poll meanwhile.
        this.#retryLater();
      }
      if (this.#closed) return;
      if (!this.#subscriptions.has(subscription)) unsubscribe(subscription);
    }
    this.#closeUnused();
  }

  /** Subscribes each patient's channel where the patient is. One that moved is woken, as it may have missed a wake-up. */
  async #place({ patients, wake, placed }: ClusterSubscription): Promise<void> {
    const addresses = await this.#cluster.findAddresses(patients);
    const moving = patients.flatMap((patient) => {
      const address = addresses.get(patient);
      return address && placed.get(patient)?.server !== formatNodeName(address) ? [{ patient, address }] : [];
    });
    await Promise.all(
      moving.map(async ({ patient, address }) => {
        const subscription = await this.#wakeupsOn(address).wakeOn([patient], wake);
        const previous = placed.get(patient);
        placed.set(patient, { server: formatNodeName(address), subscription });
        previous?.subscription.close();
        if (previous) wake(patient);
      }),
    );
  }

  #wakeupsOn(address: RedisAddress): RedisWakeups {
    const name = formatNodeName(address);
    const wakeups = this.#wakeupsByServer.get(name) ?? this.#open(address);
    this.#wakeupsByServer.set(name, wakeups);
    return wakeups;
  }

  #retryLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#moveAll();
    }, RETRY_DELAY_MS);
  }

  #closeUnused(): void {
    const used = new Set(
      [...this.#subscriptions].flatMap(({ placed }) => [...placed.values()].map(({ server }) => server)),
    );
    for (const [name, wakeups] of this.#wakeupsByServer) {
      if (used.has(name)) continue;
      this.#wakeupsByServer.delete(name);
      wakeups.close();
    }
  }
}

function unsubscribe({ placed }: ClusterSubscription): void {
  for (const { subscription } of placed.values()) subscription.close();
  placed.clear();
}
