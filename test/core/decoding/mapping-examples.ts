import { compileMapping } from '../../../src/core/decoding/compile-mapping.ts';
import { readFieldMapping } from '../../../src/core/decoding/field-mapping.ts';
import type { DecodedFrames, DecodeTarget, FrameDecoder } from '../../../src/core/decoding/frame.ts';
import { SIX } from '../../../src/core/insole/built-in-insoles.ts';
import { Refusal } from '../../../src/core/refusal.ts';

/** The six sensors of the original. */
export const SIX_TARGET: DecodeTarget = { sensors: SIX.sensors, lowest: 0, highest: 1023, decimals: 0 };

/** Compiles `api.fields`, or throws what is wrong with it. */
export function compileFields(fields: unknown, target: DecodeTarget = SIX_TARGET): FrameDecoder {
  const mapping = readFieldMapping(fields);
  if (mapping instanceof Refusal) throw new Error(mapping.reason);
  const decoder = compileMapping(mapping, target);
  if (decoder instanceof Refusal) throw new Error(decoder.reason);
  return decoder;
}

/** Decodes a JSON value by `api.fields`. */
export function decodeBy(fields: unknown, answer: unknown, target?: DecodeTarget): DecodedFrames {
  return compileFields(fields, target).decode(Buffer.from(JSON.stringify(answer)));
}

/** The readings of each frame, by the ids of the sensors; throws when the answer was refused. */
export function readingsBy(fields: unknown, answer: unknown, target?: DecodeTarget): number[][] {
  const decoded = decodeBy(fields, answer, target);
  if (decoded.kind === 'refused') throw new Error(decoded.message);
  return decoded.frames.map(({ sensors }) => sensors.map(({ value }) => value));
}

/** Why an answer, or a single frame of it, was refused. */
export function refusalBy(fields: unknown, answer: unknown, target?: DecodeTarget): string | undefined {
  const decoded = decodeBy(fields, answer, target);
  return decoded.kind === 'refused' ? decoded.message : decoded.refused?.first.message;
}
