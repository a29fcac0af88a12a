import { SIX } from '../core/insole/built-in-insoles.ts';
import { type Random, seededRandom } from '../core/random.ts';
import { computeStandingLoads, computeStrideLoads } from './limp.ts';
import { FRAMES_PER_SECOND, SENSORS_PER_FRAME, type Walk } from './walk.ts';

const RECORDING_SECONDS = 20 * 60;
const MEAN_STRIDE_SECONDS = 1.32;
const STRIDE_SPREAD_SECONDS = 0.06;
/** How long it takes to shift weight between walking and standing. */
const SHIFT_SECONDS = 0.6;
const NOISE = 3;

const FLAGS_MEDIAN_SECONDS = 18;
const FLAGS_MAX_SECONDS = 69;

/**
 * Generates twenty minutes of a limping walker, the same for the same seed.
 *
 * - The stride time is 1.32 s, plus or minus 0.06 s: a cadence of 91 steps/min.
 * - The patient limps: the left stance takes 54 % of a stride, with 60 % of the right foot's load; the right stance takes 67 % and
 *   saturates heel and medial forefoot in every step.
 * - Each step rolls from the heel over the lateral to the medial forefoot.
 * - After each 35 to 60 s of walking the patient stands for 6 to 12 s, with both feet loaded and a sway below 50 readings.
 * - Each unloaded sensor reads a floor of its own, 8 to 60, plus or minus 3, and never 0.
 * - The API flags all six sensors at a time: for 18 s from 20 to 35 s into the recording, then every 4 to 8 minutes for 5 to 69 s,
 *   18 s at the median.
 */
export function generateWalk(seed: number): Walk {
  const random = seededRandom(seed);
  const frameCount = RECORDING_SECONDS * FRAMES_PER_SECOND;
  const floors = Array.from({ length: SENSORS_PER_FRAME }, () => drawBetween(random, 8, 60));
  const flagged = drawFlags(random, frameCount);
  const segments = drawSegments(random);
  const readings = new Uint16Array(frameCount * SENSORS_PER_FRAME);
  let current = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    const atSeconds = frame / FRAMES_PER_SECOND;
    while (atSeconds >= (segments[current + 1]?.startSeconds ?? Number.POSITIVE_INFINITY)) current += 1;
    const loads = computeLoads(segments[current], atSeconds);
    const frameReadings = floors.map((floor, sensor) => {
      const reading = floor + (loads[sensor] ?? 0) + drawBetween(random, -NOISE, NOISE);
      return Math.min(SIX.highest, Math.round(reading));
    });
    readings.set(frameReadings, frame * SENSORS_PER_FRAME);
  }
  return { frameCount, readings, flagged };
}

/** One stride, or one bout of standing. */
interface Segment {
  readonly kind: 'stride' | 'standing';
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

function drawSegments(random: Random): readonly Segment[] {
  const segments: Segment[] = [];
  let atSeconds = 0;
  const add = (kind: Segment['kind'], durationSeconds: number) => {
    segments.push({ kind, startSeconds: atSeconds, durationSeconds });
    atSeconds += durationSeconds;
  };
  while (atSeconds < RECORDING_SECONDS) {
    const walksUntil = atSeconds + drawBetween(random, 35, 60);
    while (atSeconds < walksUntil) {
      add('stride', MEAN_STRIDE_SECONDS + drawBetween(random, -STRIDE_SPREAD_SECONDS, STRIDE_SPREAD_SECONDS));
    }
    add('standing', drawBetween(random, 6, 12));
  }
  return segments;
}

function computeLoads(segment: Segment | undefined, atSeconds: number): readonly number[] {
  if (segment === undefined) return [];
  const sinceSeconds = atSeconds - segment.startSeconds;
  if (segment.kind === 'stride') return computeStrideLoads(sinceSeconds / segment.durationSeconds);
  const untilSeconds = segment.durationSeconds - sinceSeconds;
  const shifted = Math.min(1, sinceSeconds / SHIFT_SECONDS, untilSeconds / SHIFT_SECONDS);
  const stepping = computeStrideLoads(0);
  return computeStandingLoads(atSeconds).map(
    (load, sensor) => load * shifted + (stepping[sensor] ?? 0) * (1 - shifted),
  );
}

function drawFlags(random: Random, frameCount: number): Uint8Array {
  const flagged = new Uint8Array(frameCount);
  let startFrame = Math.floor(drawBetween(random, 20, 35) * FRAMES_PER_SECOND);
  let durationSeconds = FLAGS_MEDIAN_SECONDS;
  while (true) {
    const endFrame = startFrame + Math.floor(durationSeconds * FRAMES_PER_SECOND);
    if (endFrame > frameCount) return flagged;
    flagged.fill(1, startFrame, endFrame);
    startFrame = endFrame + Math.floor(drawBetween(random, 4 * 60, 8 * 60) * FRAMES_PER_SECOND);
    // Uniform on a logarithmic scale around the median.
    durationSeconds =
      FLAGS_MEDIAN_SECONDS * (FLAGS_MAX_SECONDS / FLAGS_MEDIAN_SECONDS) ** drawBetween(random, -1, 1);
  }
}

function drawBetween(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}
