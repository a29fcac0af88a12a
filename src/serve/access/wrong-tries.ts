import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
/** Wrong tries a minute from one address, and from all of them. */
const MAX_OF_ONE = 5;
const MAX_OF_ALL = 100;
/** Groups of an address of IPv6, and how many of them name its network. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** What is told of wrong tries of an address, for a log; nothing of what was tried. */
export interface WrongTry {
  readonly address: string;
  /** How many there were within a minute, of its network. */
  readonly tries: number;
  /** How long the address has to wait now; 0 when it need not. */
  readonly waitSeconds: number;
}

/** Counts wrong tries, so that tokens cannot be guessed, and tells of them. */
export class WrongTries {
  readonly #nowMs: () => number;
  readonly #tell: (wrongTry: WrongTry) => void;
  #tries: { readonly atMs: number; readonly network: string }[] = [];
  #told: { readonly atMs: number; readonly network: string; readonly hasToWait: boolean }[] = [];

  /**
   * @param nowMs monotonic clock
   * @param tell called at most twice a minute for a network: for a first wrong try, and when it has to wait
   */
  constructor(nowMs: () => number, tell: (wrongTry: WrongTry) => void) {
    this.#nowMs = nowMs;
    this.#tell = tell;
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
    const atMs = this.#nowMs();
    const network = networkOf(address);
    this.#tries.push({ atMs, network });
    const waitSeconds = this.waitSeconds(address);
    const hasToWait = waitSeconds > 0;
    this.#told = this.#told.filter((each) => each.atMs > atMs - WINDOW_MS);
    if (this.#told.some((each) => each.network === network && (each.hasToWait || !hasToWait))) return;
    this.#told.push({ atMs, network, hasToWait });
    const tries = this.#tries.filter((each) => each.network === network).length;
    this.#tell({ address, tries, waitSeconds });
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
