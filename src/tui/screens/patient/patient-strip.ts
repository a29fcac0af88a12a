import type { PatientId } from '../../../core/patient.ts';
import { assessPatient, markNow } from '../../../reader/patient-status.ts';
import { cutText, lineWidth } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { selectStripPatients } from '../../model/strip-patients.ts';
import { writeFirstname } from '../person-name.ts';
import { addClaim, claimState, markShownState } from '../state-mark.ts';
import type { ViewContext } from '../view-context.ts';

const MAX_NAME_COLUMNS = 14;

/** The patients and their states on one line: as many as there is room for around the selected one. */
export function drawPatientStrip(context: ViewContext, rect: Rect): TextBlock {
  return { id: 'patients', kind: 'text', rect, lines: [writeStrip(context, rect.width)] };
}

function writeStrip(context: ViewContext, width: number): Line {
  const { model, patient, glyphs } = context;
  const patients = selectStripPatients(model);
  const items = patients.map((id) => writeItem(context, id));
  const widths = items.map(lineWidth);
  const total = widths.reduce((sum, item) => sum + item, 0);
  const selected = Math.max(0, patient === null ? 0 : patients.indexOf(patient));
  const isWhole = total <= width && patients.length === (model.patients?.length ?? 0);
  const room = isWhole ? width : width - 4;
  const [first, end] = growAround(selected, widths, room);
  const before: Span = { text: first > 0 ? `${glyphs.ellipsis} ` : '  ', foreground: 'dim' };
  const after: Span = { text: end < items.length ? ` ${glyphs.ellipsis}` : '  ', foreground: 'dim' };
  const line = items.slice(first, end).flat();
  return isWhole ? line : [before, ...line, after];
}

/** The largest range of items around `at` that fits into the room, grown evenly to both sides, as [first, end). */
function growAround(at: number, widths: readonly number[], room: number): readonly [number, number] {
  let first = at;
  let end = Math.min(widths.length, at + 1);
  let used = widths[at] ?? 0;
  for (;;) {
    const next = widths[end];
    const previous = widths[first - 1];
    const takesNext = next !== undefined && used + next <= room;
    const takesPrevious = previous !== undefined && used + previous <= room;
    if (takesNext && (end - at <= at - first + 1 || !takesPrevious)) {
      used += next;
      end++;
    } else if (takesPrevious) {
      used += previous;
      first--;
    } else {
      return [first, end];
    }
  }
}

function writeItem(context: ViewContext, id: PatientId): Line {
  const { model, patient, glyphs } = context;
  const snapshot = model.snapshots.get(id) ?? null;
  const status = assessPatient(snapshot, model.nowMs, model.replay !== null);
  const { sign, role } = markShownState(status.state, context);
  const isSelected = id === patient;
  const firstname = writeFirstname(snapshot?.profile ?? null, context);
  const mark = markNow(status);
  return [
    { text: isSelected ? glyphs.cursor : ' ', foreground: 'bright' },
    ...addClaim([{ text: sign, foreground: role }], claimState(id, status.state, context)),
    {
      text: `${id} ${cutText(firstname, MAX_NAME_COLUMNS, glyphs.ellipsis)}`,
      foreground: isSelected ? 'bright' : status.isLive ? 'normal' : 'dim',
    },
    { text: ' ' },
    mark === '' ? { text: ' ' } : { text: mark, foreground: 'alarm' },
  ];
}
