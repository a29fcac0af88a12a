/** What of d3-array is used here; it brings no types. */
declare module 'd3-array' {
  /** About `count` round values from `start` to `stop`, both included where they are round. */
  export function ticks(start: number, stop: number, count: number): number[];
}
