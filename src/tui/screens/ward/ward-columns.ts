import { memoize, memoizeLatest } from '../../../core/memoize.ts';
import type { Profile } from '../../../core/patient.ts';
import { cellWidth } from '../../frame/cell-width.ts';
import { chooseGlyphs } from '../../frame/glyphs.ts';
import type { Model } from '../../model/model.ts';
import { writeName } from '../person-name.ts';
import type { ViewContext } from '../view-context.ts';

/** The width of the cursor and the mark. */
export const MARK_COLUMNS = 2;
/** The width of a patient's state. */
export const STATE_COLUMNS = 12;
/** The width of an age. */
export const AGE_COLUMNS = 7;
/** The width of the cadence. */
export const CADENCE_COLUMNS = 9;
/** The width of the load's shares. */
export const LOAD_COLUMNS = 7;
/** The width of the new anomalous samples. */
export const NEW_ANOMALIES_COLUMNS = 8;
/** Between the columns of the traces, and after them. */
const TRACE_GAP_COLUMNS = 3;
const MIN_NAME_COLUMNS = 15;
/** Names that are longer than both are cut, so that one of them does not take all traces. */
const MAX_NAME_COLUMNS = 26;
const MAX_NAME_SHARE = 0.6;
/** Narrower traces tell nothing. */
const MIN_TRACE_COLUMNS = 2;
/** Narrower wards leave the gait figures out. */
const MIN_FIGURES_COLUMNS = 76;

/** The widths of the ward's columns, in cells. */
export interface WardColumns {
  /** Width of the whole row. */
  readonly inner: number;
  readonly number: number;
  readonly name: number;
  /** Width of each of the two traces. */
  readonly trace: number;
  readonly hasFigures: boolean;
}

/** Divides the width of the ward's rows: names are whole before traces are wide. */
export function chooseColumns(context: ViewContext, inner: number): WardColumns {
  const { model } = context;
  // A space before the number keeps the mark off it, and one after it.
  const number = String(model.patients?.at(-1) ?? 0).length + 2;
  const hasFigures = inner >= MIN_FIGURES_COLUMNS;
  const fixed =
    MARK_COLUMNS +
    number +
    STATE_COLUMNS +
    AGE_COLUMNS +
    NEW_ANOMALIES_COLUMNS +
    (hasFigures ? CADENCE_COLUMNS + LOAD_COLUMNS : 0) +
    TRACE_GAP_COLUMNS;
  const room = Math.max(0, inner - fixed);
  const maxName = Math.max(
    Math.min(room - 2 * MIN_TRACE_COLUMNS, MAX_NAME_COLUMNS),
    Math.floor(room * MAX_NAME_SHARE),
  );
  const longest = measureLongestName(model.ward.summaries, model.isPrivate, context.unicode) + 1;
  const name = Math.max(MIN_NAME_COLUMNS, Math.min(longest, maxName));
  return { inner, number, name, trace: Math.max(0, Math.floor((room - name) / 2)), hasFigures };
}

/** The width of the longest name of the whole ward, so that columns stay in place when it is scrolled. */
const measureLongestName = memoizeLatest(
  (summaries: Model['ward']['summaries'], isPrivate: boolean, unicode: boolean): number => {
    const measure = unicode ? measureInUnicode : measureInAscii;
    let longest = 0;
    for (const { profile } of summaries.values()) {
      const isAlike = profile === null || isPrivate;
      longest = Math.max(longest, isAlike ? measureName(profile, isPrivate, unicode) : measure(profile));
    }
    return longest;
  },
);

/** Summaries come every second, profiles hardly ever. */
const measureInUnicode = memoize((profile: Profile) => measureName(profile, false, true));
const measureInAscii = memoize((profile: Profile) => measureName(profile, false, false));

function measureName(profile: Profile | null, isPrivate: boolean, unicode: boolean): number {
  return cellWidth(writeName(profile, { model: { isPrivate }, glyphs: chooseGlyphs(unicode), unicode }));
}
