/** The outline of a sole seen from above: how far down its length, then its outer and inner edge across its width, all as shares. */
export const FOOT_OUTLINE: readonly (readonly [down: number, lateral: number, medial: number])[] = [
  [0.0, 0.46, 0.8],
  [0.03, 0.36, 0.93],
  [0.08, 0.22, 0.99],
  [0.16, 0.1, 1.0],
  [0.25, 0.03, 1.0],
  [0.34, 0.0, 1.0],
  [0.42, 0.0, 0.95],
  [0.5, 0.03, 0.85],
  [0.6, 0.09, 0.8],
  [0.7, 0.13, 0.8],
  [0.8, 0.16, 0.85],
  [0.88, 0.17, 0.87],
  [0.94, 0.22, 0.83],
  [1.0, 0.38, 0.68],
];

/** Both edges of the outline at a share of the foot's length, from the toes on: the outer and the inner one, as shares of its width. */
export function findFootEdges(down: number): readonly [number, number] {
  const after = FOOT_OUTLINE.findIndex(([at]) => at >= down);
  const below = FOOT_OUTLINE[after] ?? [1, 0.5, 0.5];
  const above = FOOT_OUTLINE[after - 1] ?? below;
  const share = below[0] === above[0] ? 0 : (down - above[0]) / (below[0] - above[0]);
  return [above[1] + (below[1] - above[1]) * share, above[2] + (below[2] - above[2]) * share];
}
