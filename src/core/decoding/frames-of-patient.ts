import type { DecodedFrames, FrameDecoder } from './frame.ts';

/**
 * Leaves out the frames of an answer that say that they are somebody else's.
 *
 * @param names what the device may call the patient
 */
export function keepFramesOf(names: readonly string[], decoder: FrameDecoder): FrameDecoder {
  const isOwn = (patient: string | null) => patient === null || names.includes(patient);
  const keepOwn = (decoded: DecodedFrames): DecodedFrames =>
    decoded.kind === 'refused'
      ? decoded
      : { ...decoded, frames: decoded.frames.filter(({ patient }) => isOwn(patient)) };
  return {
    ...decoder,
    decode: (body) => keepOwn(decoder.decode(body)),
    read: (root) => keepOwn(decoder.read(root)),
  };
}
