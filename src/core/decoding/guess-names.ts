import { Refusal } from '../refusal.ts';
import type { GuessFacts } from './guess-facts.ts';
import type { GuessedSensors } from './guess-sensors.ts';
import { guessTimeUnit, readOwnNumber, readOwnTime, type TimeUnit } from './own-time.ts';
import { escapeStep, lookUp, parsePattern } from './pointer-pattern.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const TIME = /^(?:ts?|at|when|date|clock|ms|millis|us|micros)$|time|stamp|date|tick|elapsed|uptime/i;
/** Times that are not of a frame. */
const NO_TIME = /birth|born|created|updated|since|start|zone|interval|out$/i;
const NUMBER =
  /^(?:n|nr|no|num|seq|idx|index|counter|count|frame|packet)$|sequence|number|frame_?(?:id|no|nr)|packet/i;
const PATIENT = /^(?:who|patient|subject|person|device|wearer|user)(?:_?id)?$/i;
const UNIT_NAMES: readonly (readonly [RegExp, TimeUnit])[] = [
  [/(?:^|_)(?:ms|millis)$|[a-z]Ms$|milli/, 'ms'],
  [/(?:^|_)(?:us|micros)$|[a-z]Us$|micro/, 'us'],
  [/(?:^|_)(?:ns|nanos)$|[a-z]Ns$|nano/, 'ns'],
];
const PERSON: readonly (readonly [string, RegExp])[] = [
  ['firstname', /^(?:first_?name|given_?name|given|vorname|imie|prenom)$/i],
  ['lastname', /^(?:last_?name|family_?name|family|surname|nachname|nazwisko|nom|name)$/i],
  ['birthdate', /^(?:birth_?date|birth_?day|birth_?year|born|dob)$/i],
];

/** A member that is neither an object nor a list, and where it is. */
interface Leaf {
  readonly name: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** Guesses where a frame has its own time, its number, and whose it is. */
export function guessOwn(
  facts: GuessFacts,
  { framePattern, frame }: GuessedSensors,
): {
  time?: string;
  timeUnit?: TimeUnit;
  number?: string;
  patient?: string;
} {
  const isOfColumns = framePattern?.includes('/*/#') ?? false;
  const leaves = isOfColumns ? listColumns(facts.root) : listLeaves(frame, framePattern ?? '');
  const time = leaves.find(
    ({ name, value, pointer }) =>
      TIME.test(name) && !NO_TIME.test(name) && readOwnTime(value, 'auto') !== null && rises(facts, pointer),
  );
  const isNumber = (leaf: Leaf) =>
    leaf !== time && readOwnNumber(leaf.value) !== null && rises(facts, leaf.pointer);
  const number = leaves.find((leaf) => NUMBER.test(leaf.name) && isNumber(leaf));
  const patient = leaves.find(
    ({ name, value }) => PATIENT.test(name) && facts.patientNames.includes(String(value)),
  );
  const unit = time === undefined ? 'auto' : guessUnit(facts, time);
  return {
    ...(time && { time: time.pointer }),
    ...(unit !== 'auto' && { timeUnit: unit }),
    ...(number && { number: number.pointer }),
    ...(patient && { patient: patient.pointer }),
  };
}

/** Guesses where the patient's names and birthdate are. */
export function guessPerson(root: unknown, { framePattern }: GuessedSensors): Record<string, string> {
  // What stands in each frame is no profile.
  const leaves = listLeaves(root, '').filter(
    ({ pointer }) => framePattern === null || !pointer.startsWith(framePattern),
  );
  return Object.fromEntries(
    PERSON.flatMap(([field, pattern]) => {
      const leaf = leaves.find(({ name, value }) => pattern.test(name) && isText(value));
      return leaf ? [[field, leaf.pointer]] : [];
    }),
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** The unit of a time: by how far it came since the answer before, by its name, or by its size. */
function guessUnit({ root, before }: GuessFacts, { pointer, name, value }: Leaf): TimeUnit {
  if (typeof value !== 'number') return 'auto';
  const now = findNewest(root, pointer);
  const then = before === null ? null : findNewest(before.root, pointer);
  const bySize = guessTimeUnit(value);
  if (before !== null && now !== null && then !== null && now > then) {
    const perSecond = (now - then) / before.seconds;
    const exponent = Math.round(Math.log10(perSecond) / 3);
    const unit = (['s', 'ms', 'us', 'ns'] as const)[exponent];
    if (unit !== undefined) return unit === bySize ? 'auto' : unit;
  }
  const named = UNIT_NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return named === undefined || named === bySize ? 'auto' : named;
}

/** Whether a number rose since the answer before; where there is none, it may. */
function rises({ root, before }: GuessFacts, pointer: string): boolean {
  if (before === null) return true;
  const [now, then] = [findNewest(root, pointer), findNewest(before.root, pointer)];
  return now !== null && then !== null && now > then;
}

/** The highest number or time at a pattern, in any frame. */
function findNewest(root: unknown, text: string): number | null {
  const pattern = parsePattern(text);
  if (pattern instanceof Refusal) return null;
  let newest: number | null = null;
  for (let frame = 0; frame < 1000; frame++) {
    const found = lookUp(root, pattern, frame);
    const value = found instanceof Refusal ? undefined : found[0]?.value;
    const number = typeof value === 'number' ? value : readOwnTime(value, 'auto');
    if (number === null) break;
    newest = Math.max(newest ?? number, number);
    if (!pattern.hasFrames) break;
  }
  return newest;
}

/** The leaves of a frame, those nearest to its top first; lists are left out. */
function listLeaves(node: unknown, pattern: string, depth = 4): Leaf[] {
  if (typeof node !== 'object' || node === null || depth === 0) return [];
  if (Array.isArray(node)) return [];
  const members = Object.entries(node as JsonRecord).map(([name, value]) => ({
    name,
    pointer: `${pattern}/${escapeStep(name)}`,
    value,
  }));
  return [
    ...members.filter(({ value }) => typeof value !== 'object'),
    ...members.flatMap(({ value, pointer }) => listLeaves(value, pointer, depth - 1)),
  ];
}

/** Lists of plain values beside those of the sensors, of which each has one of each frame. */
function listColumns(node: unknown, pattern = '', depth = 4): Leaf[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node) || depth === 0) return [];
  return Object.entries(node as JsonRecord).flatMap(([name, value]) => {
    const pointer = `${pattern}/${escapeStep(name)}`;
    if (!Array.isArray(value)) return listColumns(value, pointer, depth - 1);
    const newest: unknown = value.at(-1);
    return typeof newest === 'object' ? [] : [{ name, pointer: `${pointer}/#`, value: newest }];
  });
}
