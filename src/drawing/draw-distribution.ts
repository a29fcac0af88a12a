import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';
import { makeScale } from './scales.ts';

/** How the readings of a sensor are distributed. */
export interface DistributionPicture extends Pick<PictureFrame, 'id' | 'title'> {
  /** Counts of even parts of the range, from the lowest reading on. */
  readonly bins: readonly number[];
  /** The range of the bins. */
  readonly range: readonly [number, number];
  /** Null where they are not told. */
  readonly quartiles: readonly [lower: number, median: number, upper: number] | null;
}

const WIDTH = 110;
const HEIGHT = 44;
const BOTTOM = 12;
const MARGIN = 4;

/** Draws a histogram whose bars are as high as the square root of their share, so that rare readings can be seen, and the quartiles. */
export function drawDistribution({ id, title, bins, range, quartiles }: DistributionPicture): Markup {
  const x = makeScale(range, [MARGIN, WIDTH - MARGIN]);
  const highest = Math.max(1, ...bins);
  const width = (WIDTH - 2 * MARGIN) / Math.max(1, bins.length);
  const floor = HEIGHT - BOTTOM;
  const bars = bins.flatMap((count, bin) => {
    if (count === 0) return [];
    const height = round(Math.max(1, Math.sqrt(count / highest) * (floor - MARGIN)));
    return markup`<rect class="quiet" x="${round(MARGIN + bin * width)}" y="${round(floor - height)}" width="${round(width)}" height="${height}"/>`;
  });
  const box =
    quartiles &&
    markup`<path class="line" d="M${round(x.place(quartiles[0]))} ${floor + 6}H${round(x.place(quartiles[2]))}"/><circle class="dot" cx="${round(x.place(quartiles[1]))}" cy="${floor + 6}" r="3"/>`;
  const description = quartiles
    ? `A quarter of the readings is at most ${quartiles[0]}, half at most ${quartiles[1]}, three quarters at most ${quartiles[2]}.`
    : `From ${range[0]} to ${range[1]}, bars as high as the square root of their share.`;
  return framePicture(
    { id, title, width: WIDTH, height: HEIGHT, description },
    bars,
    markup`<path class="axis" d="M${MARGIN} ${floor}H${WIDTH - MARGIN}"/>`,
    box,
  );
}
