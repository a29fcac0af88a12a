import { type FieldMapping, MAPPING_KEYS, readFieldMapping } from '../../core/decoding/field-mapping.ts';
import { percentDecode } from '../../core/percent-decode.ts';
import { Refusal } from '../../core/refusal.ts';
import { PATIENT_PLACE, type PatientNames } from '../../core/request-target.ts';
import { maskUrl } from '../mask-secrets.ts';
import type { FileSchema, SettingDefinition } from '../setting-definition.ts';
import { listEntries, parsed } from '../setting-kinds.ts';

const POINTER: FileSchema = { type: 'string', pattern: '^(/|$)' };
const POINTERS: FileSchema = { anyOf: [POINTER, { type: 'object', additionalProperties: POINTER }] };
/** What the keys of a mapping hold that are no single pointer. */
const KINDS: Readonly<Record<string, FileSchema>> = {
  value: POINTERS,
  id: POINTERS,
  anomaly: POINTERS,
  names: { type: 'object', additionalProperties: { type: 'integer' } },
  timeUnit: { enum: ['auto', 's', 'ms', 'us', 'ns'] },
  rate: { type: 'number', exclusiveMinimum: 0 },
  scale: { type: 'number', not: { const: 0 } },
  offset: { type: 'number' },
};
const MAX_NAME_LENGTH = 200;

const FIELDS: SettingDefinition<FieldMapping | null> = {
  describe: "Where the API's JSON has the readings, and all else, as JSON pointers (docs/json.md)",
  allowed: 'a mapping of fields to JSON pointers, such as {value: /sensors/*/p}',
  fileSchema: {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(MAPPING_KEYS).map(([key, description]) => [
        key,
        { description, anyOf: [KINDS[key] ?? POINTER, { type: 'null' }] },
      ]),
    ),
    required: ['value'],
    additionalProperties: false,
  },
  completion: { kind: 'none' },
  default: null,
  defaultText: 'the JSON of the original',
  read: readFieldMapping,
  show: (mapping) => mapping.source,
};

const IDS: SettingDefinition<PatientNames> = {
  describe: 'What the API calls patients whom it does not know by their numbers',
  allowed: 'a mapping of patients to names, such as {3: a7f-22}',
  fileSchema: {
    type: 'object',
    propertyNames: { pattern: '^\\d{1,9}$' },
    additionalProperties: { type: ['string', 'integer'] },
  },
  completion: { kind: 'none' },
  default: {},
  defaultText: 'their numbers',
  read: readIds,
  show: (names) => names,
};

/** The settings of an API of another shape: its address, what it calls the patients, and where its JSON has what. */
export const JSON_SETTINGS = {
  'api.url': parsed<string | null>({
    flag: 'api-url',
    argument: 'URL',
    describe: 'Address of the API, with {patient} where it names the patient, in place of --base-url',
    default: null,
    secret: true,
    allowed: 'an http:// or https:// address without a #, such as https://host/v1/{patient}/latest?n=50',
    parse: parseTemplate,
    show: maskUrl,
  }),
  'api.ids': IDS,
  'api.fields': FIELDS,
};

function parseTemplate(given: string): string | Refusal {
  if (!/^https?:\/\//i.test(given)) return new Refusal('it does not begin with http:// or https://');
  if (given.includes('#')) return new Refusal('what follows its # is never sent');
  const [authority = ''] = given.slice(given.indexOf('//') + 2).split(/[/?]/);
  if (/[{}]/.test(authority)) return new Refusal(`${PATIENT_PLACE} may stand in its path and its query only`);
  if (/[{}]/.test(given.replaceAll(PATIENT_PLACE, '')))
    return new Refusal(`the only place in braces is ${PATIENT_PLACE}`);
  if (!URL.canParse(given)) return new Refusal('its host or its port is wrong');
  const url = new URL(given);
  // The HTTP clients decode user and password, and throw where that is not possible.
  if (percentDecode(url.username) === null || percentDecode(url.password) === null)
    return new Refusal('its user or password has a % that encodes nothing');
  return url.href;
}

function readIds(raw: unknown): PatientNames | Refusal | null {
  const entries = listEntries(raw);
  if (entries === null) return null;
  const names = new Map<number, string>();
  for (const [patient, name] of entries) {
    if (!/^(?:0|[1-9]\d{0,8})$/.test(patient))
      return new Refusal('one of its keys is no number of a patient');
    const isText = typeof name === 'string' || Number.isSafeInteger(name);
    if (!isText)
      return new Refusal(`the name of patient ${patient} is no text; a number with a point stands in quotes`);
    const text = String(name);
    // Steps of a path that lead elsewhere, or characters that no name has.
    if (text === '' || text === '.' || text === '..' || text.length > MAX_NAME_LENGTH || /\p{C}/u.test(text))
      return new Refusal(`the name of patient ${patient} cannot stand in an address`);
    const other = [...names].find(([, each]) => each === text);
    if (other !== undefined) return new Refusal(`patients ${other[0]} and ${patient} have the same name`);
    names.set(Number(patient), text);
  }
  return Object.fromEntries(names);
}
