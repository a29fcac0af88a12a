import { formatBytes } from '../../../core/format-bytes.ts';
import { formatClockTime, formatLocalDate, formatSpan } from '../../../core/time/clock-time.ts';
import type { StoredWalk } from '../../../store/kept-walks.ts';
import { cutText } from '../../frame/fit-line.ts';
import type { Rect, Role, Span, TableBlock } from '../../frame/frame.ts';
import { makeShowable } from '../../frame/glyphs.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { writeName } from '../person-name.ts';
import type { ViewContext } from '../view-context.ts';

/** A column of the list, and how it writes a walk. */
interface KeptColumn {
  readonly header: string;
  readonly width: number;
  readonly foreground: Role;
  readonly write: (walk: StoredWalk, context: ViewContext) => string;
}

const ID: KeptColumn = { header: 'id', width: 17, foreground: 'bright', write: ({ id }) => id };
const PATIENT: KeptColumn = {
  header: 'patient',
  width: 22,
  foreground: 'normal',
  write: ({ patient, profile }, context) => `${patient} ${writeName(profile, context)}`,
};
const NUMBER: KeptColumn = { ...PATIENT, header: '#', width: 6, write: ({ patient }) => String(patient) };
const BEGAN: KeptColumn = {
  header: 'began',
  width: 18,
  foreground: 'normal',
  write: ({ sinceSeconds }, { zoneOffsetMinutes }) =>
    `${formatLocalDate(sinceSeconds, zoneOffsetMinutes)} ${formatClockTime(sinceSeconds, zoneOffsetMinutes).slice(0, 5)}`,
};
const LASTED: KeptColumn = {
  header: 'lasted',
  width: 8,
  foreground: 'normal',
  write: ({ sinceSeconds, untilSeconds }) => formatSpan(untilSeconds - sinceSeconds).padStart(6),
};
const SAMPLES: KeptColumn = {
  header: 'samples',
  width: 9,
  foreground: 'dim',
  write: ({ samples }) => String(samples).padStart(7),
};
const SIZE: KeptColumn = {
  header: '    size',
  width: 10,
  foreground: 'dim',
  write: ({ bytes }) => formatBytes(bytes).padStart(8),
};
/** Words only where there is no note: a row has room for one of the two. In private mode both were removed. */
const NOTE: KeptColumn = { header: 'note', width: 0, foreground: 'normal', write: writeNote };

/** The cursor and a space. */
const MARK_COLUMNS = 2;

/** The list of kept walks: of the patient, or of all where it was opened from the ward. The newest are first. */
export function drawKept(context: ViewContext, rect: Rect): TableBlock {
  const { glyphs, model } = context;
  const { patient, cursor, walks } = model.kept;
  const known = walks ?? [];
  const shown = rect.height - 3;
  const first = Math.max(0, Math.min(known.length - shown, cursor - Math.floor(shown / 2)));
  const columns = chooseColumns(patient === null, rect.width - 2);
  return {
    id: 'kept',
    kind: 'table',
    rect,
    border: makeBorder(
      { text: patient === null ? 'Kept walks' : `Kept walks of patient ${patient}`, foreground: 'title' },
      walks === null ? [] : describeAll(known),
      rect.width,
    ),
    headers: ['', ...columns.map(({ header }) => header)],
    columnWidths: [MARK_COLUMNS, ...columns.map(({ width }) => width)],
    rows: known.slice(first, first + shown).map((walk, row) => [
      { text: first + row === cursor ? glyphs.cursor : ' ', foreground: 'warn' },
      ...columns.map(
        ({ write, width, foreground }): Span => ({
          text: cutText(makeShowable(write(walk, context), context.unicode), width - 1, glyphs.ellipsis),
          foreground,
        }),
      ),
    ]),
    selected: known.length > 0 ? cursor - first : null,
    empty: walks === null ? 'reading' : 'none yet: K keeps the last two minutes of a patient',
  };
}

/** What there is room for, the note in the rest of the row. */
function chooseColumns(isOfAll: boolean, innerColumns: number): readonly KeptColumn[] {
  const who = isOfAll ? [innerColumns >= 100 ? PATIENT : NUMBER] : [];
  const columns =
    innerColumns >= 100 ? [...who, ID, BEGAN, LASTED, SAMPLES, SIZE] : [...who, ID, LASTED, SIZE];
  const used = columns.reduce((sum, { width }) => sum + width, MARK_COLUMNS);
  return [...columns, { ...NOTE, width: Math.max(0, innerColumns - used) }];
}

function writeNote({ note, marks }: StoredWalk): string {
  const words = marks.map(({ word }) => word).filter((word) => word !== '');
  const text = note ?? words.join(', ');
  if (text !== '') return text;
  return marks.length === 0 ? '' : `${marks.length} mark${marks.length === 1 ? '' : 's'}`;
}

function describeAll(walks: readonly StoredWalk[]): string[] {
  const bytes = walks.reduce((sum, walk) => sum + walk.bytes, 0);
  const count = `${walks.length} kept`;
  return [`${count}, ${formatBytes(bytes)}`, count];
}
