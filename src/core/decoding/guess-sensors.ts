import { escapeStep } from './pointer-pattern.ts';

/** Where some readings are: one pattern with a `*`, or a pointer for each. */
export type GuessedValues = string | readonly string[];

/** Where an answer seems to have the readings of a pair of feet. */
export interface GuessedSensors {
  /** Those of both feet, or of each foot. */
  readonly value: GuessedValues | { readonly left: GuessedValues; readonly right: GuessedValues };
  /** The members of each sensor that is an object, in the order found: where one sensor is, with `*`. */
  readonly sensorPattern: string | null;
  /** A sensor of those. */
  readonly sensor: Readonly<Record<string, unknown>> | null;
  /** Readings of each foot, or of both where the JSON does not tell the feet apart. */
  readonly left: number;
  readonly right: number;
  readonly isByFoot: boolean;
  /** Where the list of frames is, with the `#`; null where there is one frame. */
  readonly framePattern: string | null;
  /** The frame that the readings are of. */
  readonly frame: unknown;
  readonly readings: readonly number[];
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** A node on the way down. */
interface Place {
  readonly node: unknown;
  readonly pattern: string;
  readonly framePattern: string | null;
  readonly frame: unknown;
}

const MAX_PLACES = 20_000;
const MAX_DEPTH = 12;
const MAX_SENSORS = 198;
const LEFT = /^(?:l|left|links|lewa|lewy|gauche|izquierd[ao])$|left/i;
const RIGHT = /^(?:r|right|rechts|prawa|prawy|droite?|derech[ao])$|right/i;
const READING = /^(?:value|val|v|p|pressure|force|f|reading|raw|adc|kpa)$|press|value|force/i;
const NO_READING = /^(?:id|idx|index|ts?|time(?:stamp)?|at|n|nr|no|seq|x|y|z|sensor|channel)$/i;

/** Finds everything in an answer that may be the readings of a pair of feet, the likeliest first. */
export function guessSensors(root: unknown): GuessedSensors[] {
  const found: GuessedSensors[] = [];
  const places: Place[] = [{ node: root, pattern: '', framePattern: null, frame: root }];
  for (let at = 0; at < places.length && at < MAX_PLACES; at++) {
    const place = places[at] as Place;
    found.push(...readFeet(place), ...readList(place), ...readMembers(place));
    if (place.pattern.split('/').length <= MAX_DEPTH) places.push(...descend(place));
  }
  return found.sort((a, b) => rank(b) - rank(a));
}

/** Feet apart are sure to be meant; else the more readings the better. */
function rank({ isByFoot, left, right, framePattern }: GuessedSensors): number {
  return (isByFoot ? 1000 : 0) + (framePattern === null ? 0 : 500) + left + right;
}

function descend({ node, pattern, framePattern, frame }: Place): Place[] {
  if (Array.isArray(node)) {
    const newest: unknown = node.at(-1);
    const isOfFrames = framePattern === null && typeof newest === 'object' && newest !== null;
    const asFrames = isOfFrames
      ? [{ node: newest, pattern: `${pattern}/#`, framePattern: `${pattern}/#`, frame: newest }]
      : [];
    // A list of two may be the feet, or the frames.
    const asElements =
      node.length <= 2
        ? node.map((child: unknown, index) => ({
            node: child,
            pattern: `${pattern}/${index}`,
            framePattern,
            frame,
          }))
        : [];
    return [...asFrames, ...asElements];
  }
  if (!isRecord(node)) return [];
  return Object.entries(node).map(([name, child]) => ({
    node: child,
    pattern: `${pattern}/${escapeStep(name)}`,
    framePattern,
    frame,
  }));
}

/** Two members, or two elements, that have the readings of a foot each. */
function readFeet(place: Place): GuessedSensors[] {
  const { node, pattern, framePattern, frame } = place;
  const children: [string, unknown][] =
    Array.isArray(node) && node.length === 2
      ? [
          ['0', node[0]],
          ['1', node[1]],
        ]
      : isRecord(node)
        ? Object.entries(node)
        : [];
  const isList = Array.isArray(node);
  const left = children.find(([name]) => (isList ? name === '0' : LEFT.test(name) && !RIGHT.test(name)));
  const right = children.find(([name]) => (isList ? name === '1' : RIGHT.test(name) && !LEFT.test(name)));
  if (left === undefined || right === undefined) return [];
  const one = readFoot({ node: left[1], pattern: `${pattern}/${escapeStep(left[0])}`, framePattern, frame });
  const other = readFoot({
    node: right[1],
    pattern: `${pattern}/${escapeStep(right[0])}`,
    framePattern,
    frame,
  });
  if (one === null || other === null) return [];
  return [
    {
      value: { left: one.value as GuessedValues, right: other.value as GuessedValues },
      sensorPattern: null,
      sensor: null,
      left: one.left,
      right: other.left,
      isByFoot: true,
      framePattern: one.framePattern,
      frame: one.frame,
      readings: [...one.readings, ...other.readings],
    },
  ];
}

/** The readings of a foot, which may stand some members deeper. */
function readFoot(place: Place): GuessedSensors | null {
  const [found] = [...readList(place), ...readMembers(place)];
  if (found !== undefined) return found;
  if (!isRecord(place.node)) return null;
  for (const child of descend(place)) {
    const [deeper] = [...readList(child), ...readMembers(child)];
    if (deeper !== undefined) return deeper;
  }
  return null;
}

/** A list of numbers, of numbers over time, or of objects with a reading each. */
function readList({ node, pattern, framePattern, frame }: Place): GuessedSensors[] {
  if (!Array.isArray(node) || node.length < 2 || node.length > MAX_SENSORS) return [];
  const rest = { sensorPattern: null, sensor: null, left: node.length, right: 0, isByFoot: false };
  if (node.every((child) => typeof child === 'number'))
    return [{ ...rest, value: `${pattern}/*`, framePattern, frame, readings: node as number[] }];
  const [first] = node as readonly unknown[];
  if (
    framePattern === null &&
    Array.isArray(first) &&
    first.length !== 1 &&
    node.every(
      (child) =>
        Array.isArray(child) &&
        child.length === first.length &&
        child.every((each) => typeof each === 'number'),
    )
  )
    return [
      {
        ...rest,
        value: `${pattern}/*/#`,
        framePattern: `${pattern}/*/#`,
        frame,
        readings: node.map((child) => Number((child as number[]).at(-1))),
      },
    ];
  if (!node.every(isRecord)) return [];
  const sensors = node as readonly JsonRecord[];
  const key = findReading(sensors);
  if (key === null) return [];
  return [
    {
      ...rest,
      value: `${pattern}/*/${escapeStep(key)}`,
      sensorPattern: `${pattern}/*`,
      sensor: sensors[0] ?? null,
      framePattern,
      frame,
      readings: sensors.map((sensor) => Number(sensor[key])),
    },
  ];
}

/** An object of which at least two members are numbers, and most of them are alike: `L0`, `L1`, … or `s1`, `s2`, … */
function readMembers({ node, pattern, framePattern, frame }: Place): GuessedSensors[] {
  if (!isRecord(node)) return [];
  const numbers = Object.entries(node).filter(
    ([name, child]) => typeof child === 'number' && !NO_READING.test(name),
  );
  const alike = numbers.filter(([name]) => /\d/.test(name) || numbers.length === Object.keys(node).length);
  if (alike.length < 2 || alike.length > MAX_SENSORS) return [];
  const value = alike.map(([name]) => `${pattern}/${escapeStep(name)}`);
  const readings = alike.map(([, child]) => child as number);
  return [
    {
      value,
      sensorPattern: null,
      sensor: null,
      left: alike.length,
      right: 0,
      isByFoot: false,
      framePattern,
      frame,
      readings,
    },
  ];
}

/** The member of every sensor that is its reading. */
function findReading(sensors: readonly JsonRecord[]): string | null {
  const [first = {}] = sensors;
  const numeric = Object.keys(first).filter((name) =>
    sensors.every((sensor) => typeof sensor[name] === 'number'),
  );
  return (
    numeric.find((name) => READING.test(name) && !NO_READING.test(name)) ??
    numeric.find((name) => !NO_READING.test(name)) ??
    null
  );
}

function isRecord(node: unknown): node is JsonRecord {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
