import { createHash } from 'node:crypto';
import { BUILT_IN_INSOLES, SIX } from '../core/insole/built-in-insoles.ts';
import { checkInsole } from '../core/insole/check-insole.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { InsoleTimeline } from '../core/insole/insole-timeline.ts';
import { memoize } from '../core/memoize.ts';
import { parseJson } from '../core/parse-json.ts';
import type { StoredFields } from './hash-fields.ts';
import { parseTimestamp } from './stored-entry.ts';

const DIGEST_LENGTH = 12;
const REFERENCE = /^([A-Za-z0-9][A-Za-z0-9._-]{0,31})@[0-9a-f]{12}$/;

/** Writes an insole as the store keeps it: compact JSON, the same for the same insole. */
export function encodeInsole({ name, unit, lowest, highest, decimals, sensors }: Insole): string {
  return JSON.stringify({
    name,
    unit,
    lowest,
    highest,
    decimals,
    sensors: sensors.map(({ id, label, side, region, x, y }) => ({ id, label, side, region, x, y })),
  });
}

/** Names an insole by its name and the digest of all that it says, `eight@5f0c7d2a9b31`: another definition has another name. */
export const getInsoleReference = memoize((insole: Insole): string => {
  const digest = createHash('sha256').update(encodeInsole(insole)).digest('hex').slice(0, DIGEST_LENGTH);
  return `${insole.name}@${digest}`;
});

/** Decodes an insole of the store; null unless it is the one that its reference names. */
export function decodeInsole(reference: string, json: string): Insole | null {
  const checked = checkInsole(parseJson(json));
  if (checked.kind === 'wrong' || getInsoleReference(checked.insole) !== reference) return null;
  return checked.insole;
}

/** The field of a profile that names its insole, as it is stored; null for the six sensors of the original. */
export function encodeInsoleField(insole: Insole | undefined): string | null {
  const reference = getInsoleReference(insole ?? SIX);
  return reference === getInsoleReference(SIX) ? null : reference;
}

/**
 * The timeline of a patient who has another insole from an instant on, Unix seconds; the same when it is the one of before.
 *
 * @param isFirst whether no sample is of before
 */
export function continueTimeline(
  { current, before }: InsoleTimeline,
  insole: Insole = SIX,
  fromSeconds: number,
  isFirst = false,
): InsoleTimeline {
  if (getInsoleReference(insole) === getInsoleReference(current)) return { current, before };
  if (isFirst && encodeInsoleField(current) === null) return { current: insole, before };
  return { current: insole, before: [...before, { untilSeconds: fromSeconds, insole: current }] };
}

/** The field of a profile in which lua/append.lua keeps the former insoles: a line each, when its time ended and its reference. */
const FORMER_INSOLES_FIELD = 'formerInsoles';

/** The fields of a profile that tell a timeline; null for one that has to be removed. */
export function encodeTimeline({ current, before }: InsoleTimeline): Readonly<Record<string, string | null>> {
  const lines = before.map(
    ({ untilSeconds, insole }) => `${untilSeconds.toFixed(3)} ${encodeInsoleField(insole) ?? ''}`,
  );
  return {
    insole: encodeInsoleField(current),
    [FORMER_INSOLES_FIELD]: lines.length === 0 ? null : lines.join('\n'),
  };
}

/** The references of a profile's insoles, oldest first; an empty one stands for the six sensors of the original. */
function listReferences(fields: StoredFields) {
  const former = fields[FORMER_INSOLES_FIELD]?.split('\n') ?? [];
  return {
    current: fields.insole ?? '',
    before: former.flatMap((line) => {
      const [until = '', reference = ''] = line.split(' ');
      const untilSeconds = parseTimestamp(until);
      return untilSeconds === null ? [] : [{ untilSeconds, reference }];
    }),
  };
}

/** The reference of the insole that a sample of an instant (Unix seconds) is of, by the fields of its profile; null for the original's. */
export function findInsoleReference(fields: StoredFields, atSeconds: number): string | null {
  const { current, before } = listReferences(fields);
  const { reference } = before.find(({ untilSeconds }) => atSeconds < untilSeconds) ?? { reference: current };
  return reference || null;
}

/**
 * Stands in for an insole whose definition is not in the store, or is not what its reference says: without a sensor, so that no
 * reading is taken for what it is not.
 */
function makeUnknownInsole(reference: string): Insole {
  const [, name = 'unknown'] = REFERENCE.exec(reference) ?? [];
  return { name, unit: '', lowest: 0, highest: 1, decimals: 0, sensors: [] };
}

/** Insoles by their references, read from the store once each: a definition never changes under its reference. */
export class StoredInsoles {
  readonly #known = new Map<string, Insole>([
    ['', SIX],
    ...[...BUILT_IN_INSOLES.values()].map((insole) => [getInsoleReference(insole), insole] as const),
  ]);
  readonly #missing = new Map<string, Insole>();
  readonly #read: (reference: string) => Promise<string | null>;

  /** @param read reads what the store has under a reference, as JSON; null for nothing */
  constructor(read: (reference: string) => Promise<string | null>) {
    this.#read = read;
  }

  /** The insoles of a patient, by the fields of its profile. Rejects as `read` does. */
  async resolve(fields: StoredFields): Promise<InsoleTimeline> {
    const { current, before } = listReferences(fields);
    return {
      current: await this.#get(current),
      before: await Promise.all(
        before.map(async ({ untilSeconds, reference }) => ({
          untilSeconds,
          insole: await this.#get(reference),
        })),
      ),
    };
  }

  async #get(reference: string): Promise<Insole> {
    const known = this.#known.get(reference);
    if (known !== undefined) return known;
    const json = REFERENCE.test(reference) ? await this.#read(reference) : null;
    const insole = json === null ? null : decodeInsole(reference, json);
    if (insole !== null) {
      this.#known.set(reference, insole);
      return insole;
    }
    // It is looked for again: it may be stored yet. What stands in for it stays the same object.
    const standIn = this.#missing.get(reference) ?? makeUnknownInsole(reference);
    this.#missing.set(reference, standIn);
    return standIn;
  }
}
