import type { PatientId } from '../core/patient.ts';

/** `3_data`, or `{3}_data` where a patient's keys have to share a slot of a cluster. */
export type KeyStyle = 'plain' | 'braced';

const PARTS = ['data', 'timestamp', 'anomaly', 'anomaly_timestamp', 'profile', 'health', 'lease'] as const;
export type KeyPart = (typeof PARTS)[number];

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

/** The only place that knows what the store's keys are called. */
export class KeySchema {
  readonly style: KeyStyle;
  readonly #keysOf = new Map<PatientId, Readonly<Record<KeyPart, string>>>();

  constructor(style: KeyStyle) {
    this.style = style;
  }

  /** The key of one part of a patient. Throws a RangeError when the patient is no number from 0 up. */
  key(patient: PatientId, part: KeyPart): string {
    return `${this.#prefix(patient)}_${part}`;
  }

  /** Every key a patient may have. */
  keys(patient: PatientId): string[] {
    return Object.values(this.keysByPart(patient));
  }

  /** As keys. They are remembered, as every sample needs them. */
  keysByPart(patient: PatientId): Readonly<Record<KeyPart, string>> {
    const known = this.#keysOf.get(patient);
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
    this.#keysOf.set(patient, keys);
    return keys;
  }

  /** The pub/sub channel of a patient's wake-ups. It is no key. */
  liveChannel(patient: PatientId): string {
    return `${this.#prefix(patient)}_live`;
  }

  /** A pattern for SCAN that leaves out no key of that part; what it finds has to be parsed. */
  pattern(part: KeyPart | '*'): string {
    return this.style === 'plain' ? `[0-9]*_${part}` : `{[0-9]*}_${part}`;
  }

  /** The patient and the part a key stands for, or null when it is none of footwatch's keys. */
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
