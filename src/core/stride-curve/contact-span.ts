/** Part of a stride, in cycles: `to` may lie beyond 1, where the part goes on into the next stride. */
export interface StrideSpan {
  readonly from: number;
  readonly to: number;
}

/** Spans are tried from and to these parts of a stride. */
const BINS = 100;

/**
 * Finds the part of the stride in which a foot is on the ground: the span that has the fewest samples on the wrong side.
 *
 * @param phases of the samples, in cycles
 * @param isContact whether the foot is on the ground at each
 * @returns null when it is always, or never
 */
export function findContactSpan(phases: Float64Array, isContact: readonly boolean[]): StrideSpan | null {
  const gains = new Int32Array(BINS);
  phases.forEach((phase, index) => {
    const bin = Math.floor((phase - Math.floor(phase)) * BINS) % BINS;
    gains[bin] = (gains[bin] ?? 0) + (isContact[index] ? 1 : -1);
  });
  let best = 0;
  const bests: StrideSpan[] = [];
  for (let from = 0; from < BINS; from++) {
    let gain = 0;
    for (let length = 1; length < BINS; length++) {
      gain += gains[(from + length - 1) % BINS] ?? 0;
      if (gain < best) continue;
      if (gain > best) bests.length = 0;
      best = gain;
      if (gain > 0) bests.push({ from: from / BINS, to: (from + length) / BINS });
    }
  }
  const first = bests[0];
  if (first === undefined) return null;
  // Between two samples any edge is as good as another: the middle one is taken.
  const edges = bests.map(({ from, to }) => {
    const turns = Math.round(from - first.from);
    return { from: from - turns, to: to - turns - Math.round(to - turns - first.to) };
  });
  const centre = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const from = centre(edges.map((edge) => edge.from));
  const to = centre(edges.map((edge) => edge.to));
  return { from: from - Math.floor(from), to: to - Math.floor(from) };
}

/** Whether a phase, 0 to 1, lies in a part of the stride. */
export function isInSpan({ from, to }: StrideSpan, phase: number): boolean {
  return (phase >= from && phase < to) || phase + 1 < to;
}
