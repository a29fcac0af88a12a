import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
/** Wrong tries a minute from one address, and from all of them. */
const MAX_OF_ONE = 5;
const MAX_OF_ALL = 100;
/** Groups of an address of IPv6, and how many of them name its network. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** Counts wrong tries, so that tokens cannot be guessed. */
export class WrongTries {
  readonly #nowMs: () => number;
  #tries: { readonly atMs: number; readonly network: string }[] = [];

  /** @param nowMs monotonic clock */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How long an address has to wait before its next try, in whole seconds; 0 when it need not. */
  waitSeconds(address: string): number {
    const since = this.#nowMs() - WINDOW_MS;
    this.#tries = this.#tries.filter(({ atMs }) => atMs > since);
    const network = networkOf(address);
    const own = this.#tries.filter((each) => each.network === network);
    const [first] = own.length >= MAX_OF_ONE ? own : this.#tries.length >= MAX_OF_ALL ? this.#tries : [];
    return first === undefined ? 0 : Math.max(1, Math.ceil((first.atMs - since) / 1000));
  }

  /** Counts a wrong try. */
  count(address: string): void {
    this.#tries.push({ atMs: this.#nowMs(), network: networkOf(address) });
  }
}

/** Who has one address of IPv6 has 2^64 of them: the network that they share stands for all. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = [], right = []] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array(GROUPS - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right]
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}
