import { type Markup, type MarkupPart, markup } from './markup.ts';

/** What every picture has: its size, and what it shows, for people who cannot see it. */
export interface PictureFrame {
  /** Unique on the page, of letters, digits and dashes. */
  readonly id: string;
  /** In units of the picture; on a page it is as wide as there is room. */
  readonly width: number;
  readonly height: number;
  /** What it is, in a few words. */
  readonly title: string;
  /** What is to be seen in it, in a sentence. */
  readonly description: string;
}

/** Frames a picture as an SVG element that stands by itself in a page. */
export function framePicture(
  { id, width, height, title, description }: PictureFrame,
  ...body: readonly MarkupPart[]
): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${body}</svg>`;
}

/** Writes a length with as many digits as can be seen. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
