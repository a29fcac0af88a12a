import type { PatientId } from '../core/patient.ts';
import type { StoredList } from './store.ts';

/** How keys are spelled: `3_data`, or `{3}_data`, whose braces make all keys of a patient share a slot of a cluster. */
export type KeyStyle = 'plain' | 'braced';

/** What a setting may say of the key style: one of them, or `auto`, by the kind of server. */
export type KeyStyleSetting = KeyStyle | 'auto';

/** How keys are named, as the settings say it. */
export interface KeyNaming {
  /** Default: `auto`. */
  readonly style?: KeyStyleSetting;
  /** Default: none. */
  readonly prefix?: string;
}

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

/** The two lists of the samples of a kept walk: the sensors, and when they were received. */
export interface WalkKeys {
  readonly data: string;
  readonly timestamp: string;
}

/** What the name of a key says. */
export interface ParsedKey {
  readonly patient: PatientId;
  readonly part: KeyPart;
}

/** What the name of a key of kept walks says. */
export interface ParsedWalkKey {
  readonly patient: PatientId;
  /** Null for the hash of all walks. */
  readonly id: string | null;
}

const NUMBER = '(0|[1-9]\\d{0,15})';
/** Patterns of SCAN that match a patient's number. */
const NUMBER_PATTERN: Record<KeyStyle, string> = { plain: '[0-9]*', braced: '{[0-9]*}' };
const PART = `_(${PARTS.join('|')})`;
/** Keys without their prefix. */
const KEY: Record<KeyStyle, RegExp> = {
  plain: new RegExp(`^${NUMBER}${PART}$`),
  braced: new RegExp(`^\\{${NUMBER}\\}${PART}$`),
};

/** Keys of kept walks without their prefix: the hash that lists them, and the lists of each. */
const KEPT: Record<KeyStyle, RegExp> = {
  plain: new RegExp(`^${NUMBER}_kept(?:_(.+))?$`, 's'),
  braced: new RegExp(`^\\{${NUMBER}\\}_kept(?:_(.+))?$`, 's'),
};

/** The names of one patient. */
interface PatientNames {
  readonly keys: Readonly<Record<KeyPart, string>>;
  readonly allKeys: readonly string[];
  readonly liveChannel: string;
}

/** The names of the store's keys and channels in one style and with one prefix. No other code knows them. */
export class KeySchema {
  readonly style: KeyStyle;
  readonly #prefix: string;
  readonly #namesByPatient = new Map<PatientId, PatientNames>();

  /** @param prefix stands before every name; what `isKeyPrefix` allows, or nothing */
  constructor(style: KeyStyle, prefix = '') {
    this.style = style;
    this.#prefix = prefix;
  }

  /** The key of one part of a patient. Throws a RangeError when the patient is not a safe integer from 0 up. */
  key(patient: PatientId, part: KeyPart): string {
    return this.keysByPart(patient)[part];
  }

  /** All keys that a patient may have. */
  keys(patient: PatientId): readonly string[] {
    return this.#names(patient).allKeys;
  }

  /** The keys of a patient by their parts. Hot path: they are made once for each patient. */
  keysByPart(patient: PatientId): Readonly<Record<KeyPart, string>> {
    return this.#names(patient).keys;
  }

  /** The pub/sub channel of a patient's wake-ups, which is not a key. Hot path. */
  liveChannel(patient: PatientId): string {
    return this.#names(patient).liveChannel;
  }

  /** The key of an insole, by its reference. It has no braces: on a cluster it lies in a slot of its own. */
  insoleKey(reference: string): string {
    return `${this.#prefix}insole:${reference}`;
  }

  /** A pattern for SCAN that matches all keys of a part, or of all parts, and possibly others: what it finds has to be parsed. */
  pattern(part: KeyPart | '*'): string {
    return `${escapeGlob(this.#prefix)}${NUMBER_PATTERN[this.style]}_${part}`;
  }

  /** The hash of a patient's kept walks. */
  keptKey(patient: PatientId): string {
    return `${this.#stem(patient)}_kept`;
  }

  /** The lists of one kept walk. */
  walkKeys(patient: PatientId, id: string): WalkKeys {
    const stem = `${this.#stem(patient)}_kept_${id}`;
    return { data: `${stem}_data`, timestamp: `${stem}_timestamp` };
  }

  /** A pattern for SCAN that matches the hashes of kept walks, and possibly others: `parseKept` tells them apart. */
  keptHashPattern(): string {
    return `${escapeGlob(this.#prefix)}${NUMBER_PATTERN[this.style]}_kept`;
  }

  /** A pattern for SCAN that matches all keys of kept walks, and possibly others: `parseKept` tells them apart. */
  keptPattern(): string {
    return `${escapeGlob(this.#prefix)}${NUMBER_PATTERN[this.style]}_kept*`;
  }

  /** The patient to whose kept walks a key belongs, and the walk, or null for the hash of all; null when it is no such key. */
  parseKept(key: string): ParsedWalkKey | null {
    if (!key.startsWith(this.#prefix)) return null;
    const [, number, rest] = KEPT[this.style].exec(key.slice(this.#prefix.length)) ?? [];
    const patient = Number(number);
    if (number === undefined || !Number.isSafeInteger(patient)) return null;
    return { patient, id: rest?.replace(/_(data|timestamp)$/, '') ?? null };
  }

  /** The patient and the part that a key stands for, or null when it is not a key of footwatch in this style, with this prefix. */
  parse(key: string): ParsedKey | null {
    if (!key.startsWith(this.#prefix)) return null;
    const [, number, part] = KEY[this.style].exec(key.slice(this.#prefix.length)) ?? [];
    const known = PARTS.find((name) => name === part);
    const patient = Number(number);
    return known !== undefined && Number.isSafeInteger(patient) ? { patient, part: known } : null;
  }

  #names(patient: PatientId): PatientNames {
    const known = this.#namesByPatient.get(patient);
    if (known !== undefined) return known;
    const stem = this.#stem(patient);
    const keys = Object.fromEntries(PARTS.map((part) => [part, `${stem}_${part}`])) as Record<
      KeyPart,
      string
    >;
    const names = { keys, allKeys: Object.values(keys), liveChannel: `${stem}_live` };
    this.#namesByPatient.set(patient, names);
    return names;
  }

  #stem(patient: PatientId): string {
    if (!Number.isSafeInteger(patient) || patient < 0)
      throw new RangeError('a patient is a number from 0 up');
    return this.#prefix + (this.style === 'plain' ? `${patient}` : `{${patient}}`);
  }
}

/** Escapes what stands for something else in a pattern of SCAN. */
function escapeGlob(text: string): string {
  return text.replaceAll(/[*?[\]\\^]/g, '\\$&');
}
