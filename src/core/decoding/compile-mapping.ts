import { decodeText } from '../decode.ts';
import { describeKind } from '../describe-kind.ts';
import { parseJson } from '../parse-json.ts';
import { type Profile, UNKNOWN_PROFILE } from '../patient.ts';
import { Refusal } from '../refusal.ts';
import type { FieldMapping } from './field-mapping.ts';
import {
  type DecodedFrames,
  type DecodeRefusal,
  type DecodeTarget,
  type Frame,
  type FrameDecoder,
  refuse,
} from './frame.ts';
import { readOwnNumber, readOwnTime } from './own-time.ts';
import { parseBody } from './parse-body.ts';
import { countFrames, lookUp, type PointerPattern } from './pointer-pattern.ts';
import { compileSensors, type ReadSensors } from './sensor-reader.ts';

/** The extra fields of the first sensor of a stored entry: the frame's own time and number, as the device sent them. */
const DEVICE_TIME = 'deviceTime';
/** See DEVICE_TIME. */
const DEVICE_NUMBER = 'deviceNumber';

/**
 * Makes the decoder of a mapping, which reads answers of that shape.
 *
 * @param target the sensors that every frame has to have
 * @returns a refusal when the mapping names a sensor that the target does not have
 */
export function compileMapping(mapping: FieldMapping, target: DecodeTarget): FrameDecoder | Refusal {
  const readSensors = compileSensors(mapping, target);
  if (readSensors instanceof Refusal) return readSensors;
  return {
    tellsFrames: (mapping.number ?? mapping.time) !== null,
    pace: mapping.number === null ? 1 : mapping.rate,
    read: (root) => decodeFrames(root, mapping, readSensors),
    decode(body) {
      const parsed = parseBody(body);
      return parsed.kind === 'refused' ? parsed : decodeFrames(parsed.root, mapping, readSensors);
    },
    readOwn: (sensorsJson) => readStoredOwn(sensorsJson, mapping),
  };
}

/** A frame that could not be read, and its own time or number where that could. */
interface RefusedFrame extends DecodeRefusal {
  readonly own: number | null;
}

function decodeFrames(root: unknown, mapping: FieldMapping, readSensors: ReadSensors): DecodedFrames {
  const count = countAllFrames(root, mapping);
  if (typeof count !== 'number') return count;
  const frames: Frame[] = [];
  let first: RefusedFrame | null = null;
  const owns: (number | null)[] = [];
  for (let index = 0; index < count; index++) {
    const frame = decodeFrame(root, index, mapping, readSensors);
    if ('kind' in frame) {
      first ??= frame;
      owns.push(frame.own);
    } else frames.push(frame);
  }
  if (first !== null && frames.length === 0) return refuse(first.reason, first.message);
  return {
    kind: 'frames',
    profile: decodeProfile(root, mapping),
    frames,
    refused:
      first === null
        ? null
        : { owns, first: { kind: 'refused', reason: first.reason, message: first.message } },
  };
}

/** How many frames an answer has: where frames have lists of their own for each field, all are as long. */
function countAllFrames(root: unknown, { value, number, time }: FieldMapping): number | DecodeRefusal {
  let count: { readonly frames: number; readonly text: string } | null = null;
  for (const pattern of [...value.values(), number, time]) {
    if (!pattern?.hasFrames) continue;
    const frames = countFrames(root, pattern);
    if (frames instanceof Refusal) return refuse('wrong-shape', frames.reason);
    if (count !== null && count.frames !== frames) {
      const message = `${pattern.text} has ${frames} frames, and ${count.text} has ${count.frames}`;
      return refuse('wrong-shape', message);
    }
    count = { frames, text: pattern.text };
  }
  return count?.frames ?? 1;
}

function decodeFrame(
  root: unknown,
  index: number,
  mapping: FieldMapping,
  readSensors: ReadSensors,
): Frame | RefusedFrame {
  const { time, timeUnit, number, patient } = mapping;
  const rawTime = time === null ? undefined : find(root, time, index);
  const deviceSeconds = time === null ? null : readOwnTime(rawTime, timeUnit);
  if (time !== null && deviceSeconds === null) {
    const allowed = 'a number, or a date and time of ISO 8601';
    return { own: null, ...refuse('no-own-time', describeWrong(time, index, rawTime, allowed)) };
  }
  const rawNumber = number === null ? undefined : find(root, number, index);
  const ownNumber = number === null ? null : readOwnNumber(rawNumber);
  if (number !== null && ownNumber === null)
    return { own: null, ...refuse('no-own-time', describeWrong(number, index, rawNumber, 'a whole number')) };
  const own = ownNumber ?? deviceSeconds;
  const whose = patient === null ? undefined : find(root, patient, index);
  if (patient !== null && typeof whose !== 'string' && typeof whose !== 'number')
    return { own, ...refuse('unknown-patient', describeWrong(patient, index, whose, 'a number or a text')) };
  const sensors = readSensors(root, index);
  if (!Array.isArray(sensors)) return { own, ...sensors };
  const [head, ...others] = sensors;
  const extra = {
    ...(time !== null && { [DEVICE_TIME]: rawTime }),
    ...(number !== null && { [DEVICE_NUMBER]: rawNumber }),
  };
  return {
    own,
    deviceSeconds,
    patient: whose === undefined ? null : String(whose),
    sensors: head === undefined || (time ?? number) === null ? sensors : [{ ...head, ...extra }, ...others],
  };
}

function decodeProfile(root: unknown, { profile }: FieldMapping): Profile {
  if (profile.length === 0) return UNKNOWN_PROFILE;
  const fields = profile.map(([field, pattern]) => {
    const raw = find(root, pattern, 0);
    return [field, field === 'disabled' ? (typeof raw === 'boolean' ? raw : null) : decodeText(raw)] as const;
  });
  return { ...UNKNOWN_PROFILE, ...Object.fromEntries(fields) };
}

function readStoredOwn(sensorsJson: string, { time, timeUnit, number }: FieldMapping): number | null {
  const sensors = parseJson(sensorsJson);
  const [head] = Array.isArray(sensors) ? (sensors as readonly unknown[]) : [];
  if (typeof head !== 'object' || head === null) return null;
  const { [DEVICE_TIME]: storedTime, [DEVICE_NUMBER]: storedNumber } = head as Record<string, unknown>;
  if (number !== null) return readOwnNumber(storedNumber);
  return time === null ? null : readOwnTime(storedTime, timeUnit);
}

/** What stands at a pattern without a `*`. */
function find(root: unknown, pattern: PointerPattern, frame: number): unknown {
  const found = lookUp(root, pattern, frame);
  return found instanceof Refusal ? undefined : found[0]?.value;
}

function describeWrong(pattern: PointerPattern, frame: number, raw: unknown, allowed: string): string {
  const place = pattern.text.replace(/\/#(?=\/|$)/, `/${frame}`) || 'the answer';
  const isOtherText = typeof raw === 'string' || typeof raw === 'number';
  return `${place} is ${isOtherText ? `another ${typeof raw}` : describeKind(raw)}, must be ${allowed}`;
}
