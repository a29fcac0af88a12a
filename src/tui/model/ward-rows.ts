import type { PatientId } from '../../core/patient.ts';
import type { Rect } from '../frame/frame.ts';
import { type Layout, layOut } from './layout.ts';
import type { Model } from './model.ts';

const BORDERS_AND_HEADER = 3;
const MAX_ROW_HEIGHT = 3;

/** Where the ward stands: the strip of patients has no place beside it. */
export function placeWard({ strip, body }: Layout): Rect {
  return { ...body, y: strip.y, height: body.height + strip.height };
}

/** Patients that a row is shown of. */
export function listWardRows(model: Model, layout: Layout): readonly PatientId[] {
  const top = findTopRow(model, layout);
  return model.ward.order.slice(top, top + countShownRows(model, layout));
}

/** Lines of a row: few patients get taller traces. */
export function fitRowHeight({ patients }: Model, layout: Layout): number {
  const count = Math.max(1, patients?.length ?? 0);
  return Math.max(1, Math.min(MAX_ROW_HEIGHT, Math.floor(countRoomRows(layout) / count)));
}

/** The list scrolled no further than its cursor and its end need. */
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
