import type { FrameDecoder } from './frame.ts';

/**
 * Leaves out the frames of an answer that say that they are somebody else's.
 *
 * @param names what the device may call the patient
 */
export function keepFramesOf(names: readonly string[], decoder: FrameDecoder): FrameDecoder {
  return {
    ...decoder,
    decode(body) {
      const decoded = decoder.decode(body);
      if (decoded.kind === 'refused') return decoded;
      const isOwn = (patient: string | null) => patient === null || names.includes(patient);
      return { ...decoded, frames: decoded.frames.filter(({ patient }) => isOwn(patient)) };
    },
  };
}
