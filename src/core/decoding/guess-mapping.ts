import type { Insole } from '../insole/insole.ts';
import { Refusal } from '../refusal.ts';
import { compileMapping } from './compile-mapping.ts';
import { readFieldMapping } from './field-mapping.ts';
import type { DecodedFrames, DecodeTarget } from './frame.ts';
import type { GuessFacts } from './guess-facts.ts';
import { guessOwn, guessPerson } from './guess-names.ts';
import { type GuessedSensors, type GuessedValues, guessSensors } from './guess-sensors.ts';

/** A mapping that fits an answer. */
export interface GuessedMapping {
  /** What `api.fields` has to be. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The insole that has as many sensors; null where none of those known has. */
  readonly insole: Insole | null;
  /** How many readings were found of each foot; all of them in `left` where the JSON does not tell the feet apart. */
  readonly left: number;
  readonly right: number;
  readonly decoded: Extract<DecodedFrames, { kind: 'frames' }>;
  /** What may have to be set right by hand: sentences without a full stop. */
  readonly remarks: readonly string[];
}

/** The full scales of analogue-to-digital converters, and shares of one. */
const FULL_SCALES = [1, 100, 255, 1023, 4095, 16_383, 65_535, 16_777_215] as const;

/** Guesses the mapping of an answer; null when nothing in it looks like the readings of a pair of feet. */
export function guessMapping(facts: GuessFacts): GuessedMapping | null {
  const candidates = guessSensors(facts.root).map((sensors) => ({
    sensors,
    insole: facts.insoles.find((each) => fits(sensors, each)) ?? null,
  }));
  // What an insole has as many sensors for is likelier than anything else.
  const sorted = [
    ...candidates.filter(({ insole }) => insole !== null),
    ...candidates.filter(({ insole }) => insole === null),
  ];
  for (const { sensors, insole } of sorted) {
    const guessed = tryGuess(facts, sensors, insole);
    if (guessed !== null) return guessed;
  }
  return null;
}

function fits({ isByFoot, left, right }: GuessedSensors, { sensors }: Insole): boolean {
  if (!isByFoot) return sensors.length === left;
  const lefts = sensors.filter(({ side }) => side === 'left').length;
  return lefts === left && sensors.length - lefts === right;
}

function tryGuess(facts: GuessFacts, sensors: GuessedSensors, insole: Insole | null): GuessedMapping | null {
  const target = insole ?? makeTarget(sensors);
  const remarks: string[] = [];
  const scale = insole === null ? null : guessScale(sensors.readings, insole);
  if (scale !== null) {
    const factor = `a full scale of ${scale.full} was taken for the insole's ${insole?.highest}`;
    remarks.push(`scale: ${factor}; better is an insole with that full scale`);
  }
  const own = guessOwn(facts, sensors);
  if (sensors.framePattern !== null && own.time === undefined && own.number === undefined) return null;
  const named = guessSensorFields(sensors, target, remarks);
  const fields = {
    ...named,
    ...own,
    ...(scale !== null && { scale: scale.factor }),
    ...guessPerson(facts.root, sensors),
  };
  const mapping = readFieldMapping(fields);
  if (mapping instanceof Refusal) return null;
  const decoder = compileMapping(mapping, target);
  if (decoder instanceof Refusal) return null;
  const decoded = decoder.decode(Buffer.from(JSON.stringify(facts.root)));
  if (decoded.kind === 'refused' || decoded.frames.length === 0) return null;
  const { left, right } = sensors;
  return { fields, insole, left, right, decoded, remarks };
}

/** Sensors as many as were found, where no insole has so many. */
function makeTarget({ isByFoot, left, right }: GuessedSensors): DecodeTarget {
  const lefts = isByFoot ? left : Math.ceil(left / 2);
  const sensors = Array.from({ length: left + right }, (_, id) => {
    const side = id < lefts ? 'left' : 'right';
    return { id, label: side === 'left' ? `L${id}` : `R${id - lefts}`, side } as const;
  });
  return { sensors, lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY, decimals: 3 };
}

/** The fields that say where the readings are, which sensors they are of, and which are flagged. */
function guessSensorFields(sensors: GuessedSensors, target: DecodeTarget, remarks: string[]) {
  const { value, sensorPattern, sensor, frame } = sensors;
  if (typeof value === 'object' && 'left' in value) {
    const isList = (values: GuessedValues): values is string => typeof values === 'string';
    if (isList(value.left) && isList(value.right)) return { value: { left: value.left, right: value.right } };
    const ofSide = (side: 'left' | 'right') => target.sensors.filter((each) => each.side === side);
    return {
      value: {
        ...nameValues(value.left, ofSide('left'), remarks),
        ...nameValues(value.right, ofSide('right'), remarks),
      },
    };
  }
  if (typeof value !== 'string') return { value: nameValues(value, target.sensors, remarks) };
  const id = sensor === null || sensorPattern === null ? {} : guessIds(frame, sensorPattern, sensor, target);
  const flag = Object.entries(sensor ?? {}).find(([, field]) => typeof field === 'boolean');
  return { value, ...id, ...(flag && { anomaly: `${sensorPattern}/${flag[0]}` }) };
}

function nameValues(
  values: GuessedValues,
  sensors: DecodeTarget['sensors'],
  remarks: string[],
): Record<string, string> {
  const pointers =
    typeof values === 'string' ? sensors.map((_, index) => values.replace('*', String(index))) : values;
  const labels = pointers.map((pointer) => pointer.slice(pointer.lastIndexOf('/') + 1));
  const areLabels = labels.every((label) => sensors.some((sensor) => sensor.label === label));
  if (!areLabels) remarks.push('value: which pointer is of which sensor was taken from their order');
  return Object.fromEntries(
    pointers.map((pointer, index) => [
      areLabels ? (labels[index] ?? '') : String(sensors[index]?.id ?? index),
      pointer,
    ]),
  );
}

const ID = /^(?:id|idx|index|i|sensor|sensor_?id|name|label|channel|ch|nr|no|pos|position)$/i;

/** Where each sensor says which it is, and the names that the insole does not have; nothing where their order says it. */
function guessIds(
  frame: unknown,
  sensorPattern: string,
  sensor: Readonly<Record<string, unknown>>,
  target: DecodeTarget,
) {
  const all = findSensors(frame, sensorPattern);
  for (const name of Object.keys(sensor).filter((each) => ID.test(each))) {
    const ids = all.map((each) => each[name]);
    const areNames = ids.every((id) => typeof id === 'string' || Number.isInteger(id));
    if (!areNames || new Set(ids).size !== ids.length || ids.length !== target.sensors.length) continue;
    const isKnown = (id: unknown) =>
      target.sensors.some((each) => each.id === id || String(each.id) === id || each.label === id);
    const id = `${sensorPattern}/${name}`;
    if (ids.every(isKnown)) return { id };
    return {
      id,
      names: Object.fromEntries(ids.map((each, index) => [String(each), target.sensors[index]?.id])),
    };
  }
  return {};
}

/** The sensors of a frame: where they are in it, they are in the pattern behind the `#`. */
function findSensors(frame: unknown, sensorPattern: string): readonly Readonly<Record<string, unknown>>[] {
  const within = sensorPattern.includes('/#')
    ? sensorPattern.slice(sensorPattern.indexOf('/#') + 2)
    : sensorPattern;
  let node = frame;
  for (const step of within.split('/').slice(1, -1)) {
    node = (node as Readonly<Record<string, unknown>> | null)?.[
      step.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return Array.isArray(node) ? (node as Readonly<Record<string, unknown>>[]) : [];
}

/** By what readings have to be multiplied to fit into an insole's range; null when they do as they are. */
function guessScale(readings: readonly number[], { lowest, highest, decimals }: Insole) {
  const most = Math.max(...readings);
  const areWhole = readings.every((reading) => Number.isInteger(reading));
  const isShare = most <= 1 && !areWhole;
  if (most <= highest && Math.min(...readings) >= lowest && (areWhole || decimals > 0) && !isShare)
    return null;
  const full = FULL_SCALES.find((each) => each >= most && (isShare || each > 1));
  if (full === undefined) return null;
  return { full, factor: Number((highest / full).toPrecision(6)) };
}
