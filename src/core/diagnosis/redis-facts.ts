/** The fields of INFO by name. */
export type RedisInfo = ReadonlyMap<string, string>;

/** Which commands this Redis user may not run. */
export interface RedisRights {
  /** Commands that a reader needs. */
  readonly missingToRead: readonly string[];
  /** Commands that the cacher needs; null when Redis is too old (before 7) to report them. */
  readonly missingToWrite: readonly string[] | null;
  /** Commands that are needed to keep walks and to remove them; null as above. */
  readonly missingToKeep: readonly string[] | null;
  /** Those of all that nobody may run, as the server does not have them. */
  readonly absent: readonly string[];
}

/** Whether a server takes a write now; not known where the user may not write. */
export type WriteProbe =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: string };

/** What is known of a Redis cluster. */
export interface ClusterFacts {
  readonly masters: number;
  /** Masters that do not answer. */
  readonly unreachable: number;
  /** How many of the 16,384 slots are served by a master. */
  readonly slots: number;
}

/** What is known of a Redis server; in a cluster, of one of its masters. */
export interface RedisFacts {
  /** Null when Redis is not a cluster. */
  readonly cluster: ClusterFacts | null;
  readonly latencyMs: number;
  /** Redis's clock minus the clock of this machine; null when TIME is not permitted. */
  readonly clockOffsetSeconds: number | null;
  /** The fields of INFO by name; null when INFO is not permitted. */
  readonly info: RedisInfo | null;
  readonly rights: RedisRights;
  /** What came of a write on the server, or on each master of a cluster. */
  readonly writes: readonly WriteProbe[];
}
