import type { PatientId } from '../../core/patient.ts';
import type { Rect } from '../frame/frame.ts';
import { type Layout, layOut } from './layout.ts';
import type { Model } from './model.ts';

const BORDERS_AND_HEADER = 3;
const MAX_ROW_HEIGHT = 3;

/** Places the ward: over the body and the strip of patients, which it replaces. */
export function placeWard({ strip, body }: Layout): Rect {
  return { ...body, y: strip.y, height: body.height + strip.height };
}

/** Lists the patients with a row on the screen, from top to bottom. */
export function listWardRows(model: Model, layout: Layout): readonly PatientId[] {
  const top = findTopRow(model, layout);
  return model.ward.order.slice(top, top + countShownRows(model, layout));
}

/** Chooses the height of a row: the fewer patients, the taller their traces. */
export function fitRowHeight({ patients }: Model, layout: Layout): number {
  const count = Math.max(1, patients?.length ?? 0);
  return Math.max(1, Math.min(MAX_ROW_HEIGHT, Math.floor(countRoomRows(layout) / count)));
}

/** Scrolls the list only as far as its cursor and its end require. */
export function scrollWard(model: Model): Model {
  const layout = layOut(model.size);
  const top = layout ? findTopRow(model, layout) : model.ward.top;
  return top === model.ward.top ? model : { ...model, ward: { ...model.ward, top } };
}

function findTopRow(model: Model, layout: Layout): number {
  const { order, cursor, top } = model.ward;
  const shown = countShownRows(model, layout);
  const row = cursor === null ? 0 : Math.max(0, order.indexOf(cursor));
  const withCursor = Math.max(row - shown + 1, Math.min(row, top));
  return Math.max(0, Math.min(order.length - shown, withCursor));
}

function countShownRows(model: Model, layout: Layout): number {
  return Math.max(1, Math.floor(countRoomRows(layout) / fitRowHeight(model, layout)));
}

function countRoomRows(layout: Layout): number {
  return placeWard(layout).height - BORDERS_AND_HEADER;
}
