import { scaleLinear, scaleUtc } from 'd3-scale';

/** Where values are on a picture, and round values to label. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Makes a scale from the values `from` to `to` onto so many units; its ends are as given. */
export function makeScale(
  [from, to]: readonly [number, number],
  range: readonly [number, number],
  ticks = 5,
): Scale {
  const scale = scaleLinear().domain([from, to]).range(range);
  return { place: (value) => scale(value), ticks: scale.ticks(ticks) };
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
