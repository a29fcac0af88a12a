import type { Frame } from '../../core/decoding/frame.ts';

/** A frame, and when it was received, less how much older it is than the newest one that came with it. */
export interface DatedFrame {
  readonly frame: Frame;
  /** Unix milliseconds on the cacher's clock. */
  readonly atMs: number;
  /** When the answer that it came with was received, likewise. */
  readonly receivedMs: number;
}

/**
 * Dates the frames that came together. Only the differences of the device's times count: what its clock says makes nothing live.
 *
 * @param periodMs how long a number lasts, where frames have no times
 * @param maxAgeMs how much older than the newest a frame may be; more is taken for a clock that jumped
 */
export function dateFrames(
  frames: readonly Frame[],
  receivedMs: number,
  periodMs: number,
  maxAgeMs: number,
): DatedFrame[] {
  const positionMs = ({ own, deviceSeconds }: Frame) =>
    deviceSeconds === null ? (own ?? 0) * periodMs : deviceSeconds * 1000;
  const newestMs = frames.reduce(
    (newest, frame) => Math.max(newest, positionMs(frame)),
    Number.NEGATIVE_INFINITY,
  );
  return frames.map((frame) => {
    const ageMs = Math.min(maxAgeMs, newestMs - positionMs(frame));
    return { frame, atMs: Math.round(receivedMs - ageMs), receivedMs };
  });
}
