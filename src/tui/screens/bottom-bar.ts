import { KEY_MAP } from '../../core/keys/key-map.ts';
import { nameKey } from '../../core/keys/key-name.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { addBackground, chooseFitting, cutText, joinSides, lineWidth } from '../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../frame/frame.ts';
import { makeShowable } from '../frame/glyphs.ts';
import { NOTICE_MS } from '../model/keeping.ts';
import type { Model } from '../model/model.ts';
import { LINK_DETAILS, writeLinks } from './bar-links.ts';
import { canAct } from './offered-keys.ts';
import type { ViewContext } from './view-context.ts';

/** The hint beside `?`; the first seconds have longer ones where there is room, for people who are new to the program. */
const HELP_HINT = 'help';
const FIRST_HINTS = ['shows every key and sign', 'shows every key'];
const FIRST_HINT_MS = 15_000;

/** While the filter is typed, all other keys write or do nothing. */
const TYPING_HINTS: readonly Hint[] = [
  { key: 'enter', hint: 'keep' },
  { key: 'escape', hint: 'show all' },
  { key: 'C-u', hint: 'empty' },
];

/** So many keys are shown before more is told of the links than whether they answer. */
const WANTED_HINTS = 6;

/** How long the bar says that a key ended the frozen view. */
const THAW_MS = 5000;

/** The bottom bar: which keys can be pressed, and whether the API and the store answer. */
export function drawBottomBar(context: ViewContext, rect: Rect): TextBlock {
  const prompt = writePrompt(context, rect.width);
  const failure = writeFailure(context, rect.width);
  const links = prompt || failure ? [] : chooseLinks(context, rect.width);
  const room = rect.width - lineWidth(links) - 3;
  const left =
    prompt ??
    failure ??
    writeNotice(context.model, room) ??
    writeNotes(context, room) ??
    writeThaw(context.model, room) ??
    writeKeys(context, room);
  const line = joinSides(left, links, rect.width, context.glyphs.ellipsis);
  return { id: 'bottom-bar', kind: 'text', rect, lines: [addBackground(line, 'bar')] };
}

/** Says for some seconds that a key ended the frozen view; null at any other time. */
function writeThaw({ thawed, history, nowMs }: Model, room: number): Line | null {
  if (thawed === null || history !== null || nowMs - thawed.atMs >= THAW_MS) return null;
  const wordings = [`the freeze of patient ${thawed.patient} ended`, 'the freeze ended', 'unfrozen'];
  return chooseFitting(
    wordings.map((text): Line => [{ text: ` ${text}`, foreground: 'warn' }]),
    room,
  );
}

/** While the word of a mark is typed: when the mark is, what is typed, and the keys that end it; null at any other time. */
function writePrompt({ model, glyphs, unicode, zoneOffsetMinutes }: ViewContext, width: number): Line | null {
  const { typing } = model.keeping;
  if (typing === null) return null;
  const hints = MARK_HINTS.flatMap(({ key, hint }) => writeHint(nameKey(key, unicode), hint));
  const label = ` mark ${formatClockTime(typing.atSeconds, zoneOffsetMinutes)}: `;
  const room = Math.max(8, width - label.length - lineWidth(hints) - 3);
  const word = makeShowable(typing.word, unicode);
  // The end of a long word is what is being typed.
  const shown = cutText(word, room, glyphs.ellipsis) === word ? word : [...word].slice(-room).join('');
  return [
    { text: label, foreground: 'normal' },
    { text: shown, foreground: 'bright' },
    { text: '_ ', foreground: 'dim' },
    ...hints,
  ];
}

const MARK_HINTS: readonly Hint[] = [
  { key: 'enter', hint: 'set the mark' },
  { key: 'escape', hint: 'none' },
];

/** What came of keeping a walk or setting a mark, for some seconds; null at any other time. */
function writeNotice({ keeping, nowMs }: Model, room: number): Line | null {
  const { notice } = keeping;
  if (notice === null || (notice.atMs !== null && nowMs - notice.atMs >= NOTICE_MS)) return null;
  const role = notice.isBad ? 'bad' : 'good';
  return chooseFitting(
    notice.wordings.map((text): Line => [{ text: ` ${text}`, foreground: role }]),
    room,
  );
}

/** How long a mark, or the note at the beginning, is shown of a kept walk that is played. */
const NOTE_SECONDS = 5;

/** What somebody wrote about the moment of a kept walk that is played; null where nothing was. */
function writeNotes(
  { model, snapshot, unicode, glyphs, zoneOffsetMinutes }: ViewContext,
  room: number,
): Line | null {
  const { note, marks } = model.notes;
  const atSeconds = snapshot?.samples.at(-1)?.atSeconds;
  if (model.replay === null || model.mode !== 'patient' || atSeconds === undefined) return null;
  const isShown = (since: number) => atSeconds >= since && atSeconds < since + NOTE_SECONDS;
  const mark = marks.findLast((each) => isShown(each.atSeconds));
  const isNoteShown = note !== null && isShown(snapshot?.oldestAtSeconds ?? Number.POSITIVE_INFINITY);
  if (!mark && !isNoteShown) return null;
  const text = mark
    ? `marked ${formatClockTime(mark.atSeconds, zoneOffsetMinutes)} ${mark.word}`
    : `note: ${note}`;
  return [
    {
      text: ` ${cutText(makeShowable(text.trim(), unicode), Math.max(0, room - 1), glyphs.ellipsis)}`,
      foreground: 'bright',
    },
  ];
}

/** Why a walk was not kept: it may take the room of the links. */
function writeFailure({ model }: ViewContext, width: number): Line | null {
  return model.keeping.notice?.isBad ? writeNotice(model, width - 1) : null;
}

/** As much of the links as leaves room for the keys of most use. */
function chooseLinks(context: ViewContext, width: number): Line {
  const keys = listHints(context)
    .slice(0, WANTED_HINTS)
    .flatMap(({ key, hint }) => writeHint(nameKey(key, context.unicode), hint));
  const room = width - lineWidth(keys) - 3;
  let links: Line = [];
  for (const detail of LINK_DETAILS) {
    links = writeLinks(context, width, detail);
    if (lineWidth(links) <= room) break;
  }
  return links;
}

/** As many of the hints as fit, in their order; none is cut. */
function writeKeys(context: ViewContext, room: number): Line {
  const { model, unicode } = context;
  const hints = listHints(context);
  const line: Span[] = [];
  for (const { key, hint } of hints) {
    const item = writeHint(nameKey(key, unicode), hint);
    if (lineWidth(line) + lineWidth(item) > room) break;
    line.push(...item);
  }
  const isNew = model.nowMs - model.startedMs < FIRST_HINT_MS;
  const [help] = hints;
  if (!isNew || help?.hint !== HELP_HINT) return line;
  // Only room that no key needs is given to the longer wordings.
  const others = line.slice(2);
  const wordings = FIRST_HINTS.map((text) => [...writeHint(nameKey(help.key, unicode), text), ...others]);
  return wordings.find((written) => lineWidth(written) <= room) ?? line;
}

/** A key and what the bar says of it. */
interface Hint {
  readonly key: string;
  readonly hint: string;
}

/** The hints of all keys that do something on the screen as it is, those of most use first. */
function listHints(context: ViewContext): readonly Hint[] {
  const { model } = context;
  const { mode, ward, history, replay } = model;
  if (mode === 'ward' && ward.isTyping) return ward.filter === '' ? TYPING_HINTS.slice(0, 2) : TYPING_HINTS;
  const isPast = mode === 'patient' && history !== null;
  const isRecording = mode === 'patient' && replay !== null;
  return KEY_MAP.flatMap(({ keys: [key], action, hint: hintNow, hintInHistory, hintInReplay, modes }) => {
    const isOfMode = modes?.includes(mode) !== false;
    const hint = isPast
      ? hintInHistory
      : ((isRecording ? hintInReplay : undefined) ?? (isOfMode ? hintNow : undefined));
    if (key === undefined || hint === undefined) return [];
    return canAct(context, action) ? [{ key, hint }] : [];
  });
}

function writeHint(key: string, hint: string): Line {
  return [
    { text: ` ${key}`, foreground: 'bright' },
    { text: ` ${hint} `, foreground: 'dim' },
  ];
}
