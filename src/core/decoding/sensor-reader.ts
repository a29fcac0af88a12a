import type { ReceivedSensor } from '../decode.ts';
import { describeKind } from '../describe-kind.ts';
import { Refusal } from '../refusal.ts';
import { ALL_SENSORS, type FieldMapping } from './field-mapping.ts';
import { type DecodeRefusal, type DecodeTarget, refuse } from './frame.ts';
import { describePlace, type Found, type Lookup, lookUp, type PointerPattern } from './pointer-pattern.ts';

/** Reads the sensors of one frame: all that the target has, in its order; or why they cannot be read. */
export type ReadSensors = (root: unknown, frame: number) => ReceivedSensor[] | DecodeRefusal;

type TargetSensor = DecodeTarget['sensors'][number];

/** Some sensors, and where their readings are. */
interface Source {
  readonly sensors: readonly TargetSensor[];
  readonly value: PointerPattern;
  readonly id: PointerPattern | null;
  readonly anomaly: PointerPattern | null;
  readonly origin: PointerPattern | null;
}

/** Makes the function that reads the sensors of a frame; a refusal names a sensor of the mapping that the target does not have. */
export function compileSensors(mapping: FieldMapping, target: DecodeTarget): ReadSensors | Refusal {
  const sources = listSources(mapping, target);
  if (sources instanceof Refusal) return sources;
  const byName = new Map<string, number>([
    ...target.sensors.flatMap(({ id, label }): [string, number][] => [
      [label, id],
      [String(id), id],
    ]),
    ...mapping.names,
  ]);
  const indexById = new Map(target.sensors.map(({ id }, index) => [id, index]));
  const stray = [...mapping.names.values()].find((id) => !indexById.has(id));
  if (stray !== undefined)
    return new Refusal(`names has the sensor ${stray}, and there are only ${list(target)}`);
  const readReading = compileReading(mapping, target);

  return (root, frame) => {
    const sensors: (ReceivedSensor | undefined)[] = new Array(target.sensors.length);
    for (const source of sources) {
      const values = lookUp(root, source.value, frame);
      if (values instanceof Refusal) return refuse('wrong-shape', values.reason);
      const ids = findIds(source, values, root, frame, byName);
      if (!Array.isArray(ids)) return ids;
      const flags = source.anomaly && lookUp(root, source.anomaly, frame);
      if (flags instanceof Refusal) return refuse('wrong-shape', flags.reason);
      const origins = source.origin && lookUp(root, source.origin, frame);
      for (let at = 0; at < values.length; at++) {
        const id: number | undefined = ids[at];
        const index = id === undefined ? undefined : indexById.get(id);
        // What the insole does not have may be anything: a battery, a temperature.
        if (id === undefined || index === undefined) continue;
        if (sensors[index] !== undefined)
          return refuse('wrong-sensors', `${source.value.text} has sensor ${id} twice`);
        const found = values[at] as Found;
        const value = readReading(found.value);
        if (typeof value !== 'number') {
          return refuse(value.reason, `${describePlace(source.value, frame, found, at)} is ${value.message}`);
        }
        const anomaly = readFlag(flags, source, frame, at);
        if (typeof anomaly !== 'boolean') return anomaly;
        const setBy = anomaly && Array.isArray(origins) ? origins[at]?.value : undefined;
        sensors[index] = isOwnSource(setBy) ? { anomaly, id, value, source: setBy } : { anomaly, id, value };
      }
    }
    const missing = target.sensors.find((_, index) => sensors[index] === undefined);
    return missing === undefined
      ? (sensors as ReceivedSensor[])
      : refuse('wrong-sensors', `sensor ${missing.id} (${missing.label}) is missing`);
  };
}

function listSources(mapping: FieldMapping, target: DecodeTarget): Source[] | Refusal {
  const sources: Source[] = [];
  for (const [key, value] of mapping.value) {
    const sensors = selectSensors(key, target);
    if (sensors.length === 0) {
      return new Refusal(
        key === 'left' || key === 'right'
          ? `value has ${key}, and there is no sensor on that side`
          : `value has the sensor ${JSON.stringify(key.slice(0, 40))}, and there are only ${list(target)}`,
      );
    }
    sources.push({
      sensors,
      value,
      id: mapping.id?.get(key) ?? null,
      anomaly: mapping.anomaly?.get(key) ?? mapping.anomaly?.get(ALL_SENSORS) ?? null,
      origin: mapping.origin?.get(key) ?? null,
    });
  }
  return sources;
}

function selectSensors(key: string, { sensors }: DecodeTarget): readonly TargetSensor[] {
  if (key === ALL_SENSORS) return sensors;
  if (key === 'left' || key === 'right') return sensors.filter(({ side }) => side === key);
  return sensors.filter(({ id, label }) => String(id) === key || label === key);
}

/** Which sensor each value is of: as its id says, or its name, or its place in the order; undefined for one that is not known. */
function findIds(
  { sensors, value, id }: Source,
  values: readonly Found[],
  root: unknown,
  frame: number,
  byName: ReadonlyMap<string, number>,
): (number | undefined)[] | DecodeRefusal {
  if (id !== null) {
    const found = lookUp(root, id, frame);
    if (found instanceof Refusal) return refuse('wrong-shape', found.reason);
    if (found.length !== values.length)
      return refuse('wrong-shape', `${id.text} has ${found.length} ids for ${values.length} values`);
    const wrong = found.findIndex(({ value: raw }) => typeof raw !== 'number' && typeof raw !== 'string');
    const odd = found[wrong];
    if (odd !== undefined) {
      const place = describePlace(id, frame, odd, wrong);
      return refuse('wrong-shape', `${place} is ${describeKind(odd.value)}, must be a number or a name`);
    }
    return found.map(({ value: raw }) => byName.get(String(raw)));
  }
  if (values.length > 0 && values[0]?.name !== null)
    return values.map(({ name }) => byName.get(String(name)));
  if (values.length !== sensors.length) {
    const has = `${value.text} has ${values.length} ${values.length === 1 ? 'value' : 'values'}`;
    return refuse('wrong-sensors', `${has}, must be ${sensors.length}`);
  }
  return sensors.map((sensor) => sensor.id);
}

/** Whether a sensor is flagged; a flag may be of the whole frame. */
function readFlag(
  flags: Lookup | null,
  { anomaly }: Source,
  frame: number,
  at: number,
): boolean | DecodeRefusal {
  if (flags === null || anomaly === null || flags instanceof Refusal) return false;
  const index = anomaly.hasSensors ? at : 0;
  const flag = flags[index];
  const raw = flag?.value;
  if (raw === true || raw === 1) return true;
  if (raw === false || raw === 0 || raw === undefined) return false;
  const place = flag === undefined ? anomaly.text : describePlace(anomaly, frame, flag, index);
  return refuse('wrong-shape', `${place} is ${describeKind(raw)}, must be true or false`);
}

/** Whether that is what footwatch itself writes of a flag that it set. */
function isOwnSource(source: unknown): source is string {
  return typeof source === 'string' && /^(?:simulated|rule:[a-z-]{1,40})$/.test(source);
}

interface WrongReading {
  readonly reason: DecodeRefusal['reason'];
  readonly message: string;
}

/** Hot path: every reading of every frame comes here. */
function compileReading(
  { scale, offset }: FieldMapping,
  { lowest, highest, decimals }: DecodeTarget,
): (raw: unknown) => number | WrongReading {
  const isScaled = scale !== 1 || offset !== 0;
  const places = 10 ** decimals;
  return (raw) => {
    if (typeof raw !== 'number' || !Number.isFinite(raw))
      return { reason: 'wrong-shape', message: `${describeKind(raw)}, must be a number` };
    // A zero without a sign.
    const value = Math.round((raw * scale + offset) * places) / places + 0;
    if (!isScaled && decimals === 0 && value !== raw)
      return {
        reason: 'reading-not-integer',
        message: `${raw}, must be a whole number where no scale is set`,
      };
    if (value >= lowest && value <= highest) return value;
    const after = isScaled ? `${raw}, after scale and offset ${value}` : String(raw);
    return { reason: 'reading-out-of-range', message: `${after}, must be ${lowest} to ${highest}` };
  };
}

function list({ sensors }: DecodeTarget): string {
  const shown = sensors.slice(0, 12).map(({ id, label }) => `${id} (${label})`);
  return shown.join(', ') + (sensors.length > shown.length ? ' and more' : '');
}
