import { area, curveCatmullRomClosed, curveLinear, curveMonotoneX, line } from 'd3-shape';

/** A place on a picture. */
export type Point = readonly [x: number, y: number];

/** The path of a smooth line through points whose x ascends; it never overshoots them. */
export function drawSmoothLine(points: readonly Point[]): string {
  return line<Point>().curve(curveMonotoneX).digits(1)([...points]) ?? '';
}

/** The path of straight lines through points, in parts: a null begins another one. */
export function drawLines(points: readonly (Point | null)[]): string {
  return (
    line<Point | null>(
      (point) => point?.[0] ?? 0,
      (point) => point?.[1] ?? 0,
    )
      .defined((point) => point !== null)
      .curve(curveLinear)
      .digits(1)([...points]) ?? ''
  );
}

/** A column of an area. */
export interface Column {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** The path of an area between two lines, smooth or not; a null begins another one. */
export function drawArea(columns: readonly (Column | null)[], isSmooth = true): string {
  return (
    area<Column | null>()
      .defined((column) => column !== null)
      .x((column) => column?.x ?? 0)
      .y0((column) => column?.bottom ?? 0)
      .y1((column) => column?.top ?? 0)
      .curve(isSmooth ? curveMonotoneX : curveLinear)
      .digits(1)([...columns]) ?? ''
  );
}

/** The path of a smooth closed shape through points. */
export function drawClosedShape(points: readonly Point[]): string {
  return line<Point>().curve(curveCatmullRomClosed).digits(1)([...points]) ?? '';
}
