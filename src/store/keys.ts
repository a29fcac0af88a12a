import type { PatientId } from '../core/patient.ts';
import type { StoredList } from './store.ts';

/** How keys are spelled: `3_data`, or `{3}_data`, whose braces make all keys of a patient share a slot of a cluster. */
export type KeyStyle = 'plain' | 'braced';

/** What a setting may say of the key style: one of them, or `auto`, by the kind of server. */
export type KeyStyleSetting = KeyStyle | 'auto';

/** Chooses the key style: `auto` is `braced` on a cluster, and `plain` elsewhere. */
export function resolveKeyStyle(setting: KeyStyleSetting, isCluster: boolean): KeyStyle {
  if (setting !== 'auto') return setting;
  return isCluster ? 'braced' : 'plain';
}

const PARTS = ['data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health', 'lease'] as const;
/** What one key of a patient holds, which is the end of the key's name. */
export type KeyPart = (typeof PARTS)[number];

/** The two lists that each list of entries consists of: the sensors, and when they were received. */
export const LIST_PARTS = {
  samples: ['data', 'timestamp'],
  anomalies: ['anomaly', 'anomaly_timestamp'],
} as const satisfies Record<StoredList, readonly [KeyPart, KeyPart]>;

/** What the name of a key says. */
export interface ParsedKey {
  readonly patient: PatientId;
  readonly part: KeyPart;
}

const NUMBER = '(0|[1-9]\\d{0,15})';
const PART = `_(${PARTS.join('|')})`;
const KEY: Record<KeyStyle, RegExp> = {
  plain: new RegExp(`^${NUMBER}${PART}$`),
  braced: new RegExp(`^\\{${NUMBER}\\}${PART}$`),
};

/** The names of the store's keys and channels in one style. No other code knows them. */
export class KeySchema {
  readonly style: KeyStyle;
  readonly #keysByPatient = new Map<PatientId, Readonly<Record<KeyPart, string>>>();

  constructor(style: KeyStyle) {
    this.style = style;
  }

  /** The key of one part of a patient. Throws a RangeError when the patient is not a safe integer from 0 up. */
  key(patient: PatientId, part: KeyPart): string {
    return `${this.#prefix(patient)}_${part}`;
  }

  /** All keys that a patient may have. */
  keys(patient: PatientId): string[] {
    return Object.values(this.keysByPart(patient));
  }

  /** The keys of a patient by their parts. Hot path: they are made once for each patient. */
  keysByPart(patient: PatientId): Readonly<Record<KeyPart, string>> {
    const known = this.#keysByPatient.get(patient);
    if (known !== undefined) return known;
    const keys: Record<KeyPart, string> = {
      data: this.key(patient, 'data'),
      timestamp: this.key(patient, 'timestamp'),
      anomaly: this.key(patient, 'anomaly'),
      anomaly_timestamp: this.key(patient, 'anomaly_timestamp'),
      profile: this.key(patient, 'profile'),
      health: this.key(patient, 'health'),
      lease: this.key(patient, 'lease'),
    };
    this.#keysByPatient.set(patient, keys);
    return keys;
  }

  /** The pub/sub channel of a patient's wake-ups, which is not a key. */
  liveChannel(patient: PatientId): string {
    return `${this.#prefix(patient)}_live`;
  }

  /** A pattern for SCAN that matches all keys of a part, or of all parts, and possibly others: what it finds has to be parsed. */
  pattern(part: KeyPart | '*'): string {
    return this.style === 'plain' ? `[0-9]*_${part}` : `{[0-9]*}_${part}`;
  }

  /** The patient and the part that a key stands for, or null when it is not a key of footwatch in this style. */
  parse(key: string): ParsedKey | null {
    const [, number, part] = KEY[this.style].exec(key) ?? [];
    const known = PARTS.find((name) => name === part);
    const patient = Number(number);
    return known !== undefined && Number.isSafeInteger(patient) ? { patient, part: known } : null;
  }

  #prefix(patient: PatientId): string {
    if (!Number.isSafeInteger(patient) || patient < 0)
      throw new RangeError('a patient is a number from 0 up');
    return this.style === 'plain' ? `${patient}` : `{${patient}}`;
  }
}
