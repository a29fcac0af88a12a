/** The package, which ioredis uses too, has no types of its own. */
declare module 'cluster-key-slot' {
  /** The slot of a Redis Cluster that a key lies in, 0 to 16,383. */
  function computeSlot(key: string): number;
  export = computeSlot;
}
