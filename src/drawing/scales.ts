/// <reference path="./d3-array.d.ts" />
import { ticks as listTicks } from 'd3-array';
import { scaleUtc } from 'd3-scale';

/** Where values are on a picture, and round values to label. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/**
 * Makes a scale from the values `from` to `to` onto so many units; its ends are as given. That of d3-scale brings along how colours
 * and words are scaled and how numbers are written, which is more than the page has of its own.
 */
export function makeScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
  ticks = 5,
): Scale {
  const place = (value: number) => {
    const share = to === from ? 0.5 : (value - from) / (to - from);
    return start * (1 - share) + end * share;
  };
  return { place, ticks: listTicks(from, to, ticks) };
}

/** About how many instants are labelled. */
const TIME_TICKS = 6;

/** Makes a scale of instants in Unix seconds whose round values are those of a clock that is so far ahead of UTC. */
export function makeTimeScale(
  [from, to]: readonly [number, number],
  range: readonly [number, number],
  zoneOffsetMinutes: number,
): Scale {
  const shift = (seconds: number) => (seconds + zoneOffsetMinutes * 60) * 1000;
  const scale = scaleUtc()
    .domain([shift(from), shift(to)])
    .range(range);
  return {
    place: (value) => scale(shift(value)),
    ticks: scale.ticks(TIME_TICKS).map((tick) => tick.getTime() / 1000 - zoneOffsetMinutes * 60),
  };
}
