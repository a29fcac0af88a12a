import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';
import { makeScale } from './scales.ts';

/** A figure and where it lies, on a scale that is the same for others that it is compared with. */
export interface IntervalPicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly scale: readonly [number, number];
}

const WIDTH = 120;
const HEIGHT = 14;

/** Draws a figure as a dot on a line, with its interval as a bar. */
export function drawInterval({ id, title, value, interval, scale }: IntervalPicture): Markup {
  const { place } = makeScale(scale, [4, WIDTH - 4]);
  const clamp = (x: number) => round(Math.max(4, Math.min(WIDTH - 4, place(x))));
  return framePicture(
    {
      id,
      title,
      width: WIDTH,
      height: HEIGHT,
      description: interval
        ? `90 % interval from ${round(interval[0])} to ${round(interval[1])}.`
        : 'Without an interval.',
    },
    markup`<path class="rule" d="M4 7H${WIDTH - 4}"/>`,
    interval &&
      markup`<rect class="band" x="${clamp(interval[0])}" y="4" width="${round(clamp(interval[1]) - clamp(interval[0]))}" height="6"/>`,
    markup`<circle class="dot" cx="${clamp(value)}" cy="7" r="3"/>`,
  );
}
