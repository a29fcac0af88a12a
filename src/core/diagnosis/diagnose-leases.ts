import { type Finding, fail, ok } from './finding.ts';

/** Whose cachers poll the configured patients. */
export interface LeaseFacts {
  /** How many patients a cacher polls. */
  readonly polled: number;
  /** How many of them a cacher of another API polls than the configured one. */
  readonly ofOtherApi: number;
}

/**
 * Diagnoses whether the patients in Redis are those of the configured API.
 *
 * @param facts null when no API is configured, or the leases may not be read
 */
export function diagnoseLeases(facts: LeaseFacts | null): Finding[] {
  const name = 'redis leases';
  if (facts === null || facts.polled === 0) return [];
  const { polled, ofOtherApi } = facts;
  if (ofOtherApi === 0) return [ok(name, `${polled} patients are polled, by cachers of this API`)];
  return [
    fail(
      name,
      `${ofOtherApi} of ${polled} patients are polled by a cacher of another API: they are other people`,
      'give each API a redis.keyPrefix of its own, or all the same api.baseUrl if it is one API',
    ),
  ];
}
