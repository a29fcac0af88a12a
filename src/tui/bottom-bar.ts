import { spanText } from '../core/clock-time.ts';
import { joinSides, lineWidth, onPaper } from './fit-line.ts';
import type { Line, Rect, Span, TextBlock } from './frame.ts';
import { showableText } from './glyphs.ts';
import { KEY_MAP } from './key-map.ts';
import { nameKey } from './key-name.ts';
import { ageOf, clockWarning } from './patient-now.ts';
import type { ViewContext } from './view-context.ts';

const LONGEST_BOUND_MS = 9999;
/** Longest reason that is told here, so that a failing API does not hide a failing store. */
const LONGEST_REASON = 32;

/** What can be pressed, and whether the API and the store answer. */
export function drawBottomBar(context: ViewContext, rect: Rect): TextBlock {
  const links = writeLinks(context, rect.width);
  const keys = writeKeys(context, rect.width - lineWidth(links) - 3);
  const line = joinSides(keys, links, rect.width, context.glyphs.ellipsis);
  return { id: 'bottom-bar', kind: 'text', rect, lines: [onPaper(line, 'bar')] };
}

/** As many of the keys that carry a hint as fit whole, in the key map's order. */
function writeKeys({ unicode }: ViewContext, room: number): Line {
  const line: Span[] = [];
  for (const { keys, hint } of KEY_MAP) {
    const [key] = keys;
    if (hint === undefined || key === undefined) continue;
    const item: Line = [
      { text: ` ${nameKey(key, unicode)}`, ink: 'bright' },
      { text: ` ${hint} `, ink: 'dim' },
    ];
    if (lineWidth(line) + lineWidth(item) > room) break;
    line.push(...item);
  }
  return line;
}

function writeLinks(context: ViewContext, width: number): Line {
  const warning = clockWarning(context.now);
  return [
    ...(warning === null ? [] : [{ text: `${warning}  `, ink: 'warn' } as const]),
    ...writeApi(context),
    { text: '  ' },
    ...writeStore(context, width),
    { text: ' ' },
  ];
}

/** How polling goes, as the cacher told; when it has not told anything lately, that is said instead. */
function writeApi({ model, feed, now, glyphs, unicode }: ViewContext): Line {
  const health = feed?.health ?? null;
  const unknown: Line = [{ text: `api ${glyphs.dash}`, ink: 'dim' }];
  if (!health) return unknown;
  const silence = ageOf(health.updatedAtSeconds, now);
  if (silence !== null && silence > now.limitSeconds) {
    // Without a store nobody can say who is silent.
    if (model.link.state === 'away') return unknown;
    return [{ text: `cacher silent ${spanText(silence)}`, ink: 'warn' }];
  }
  if (health.state === 'up') {
    const latency = health.latencyMs === null ? glyphs.dash : boundOf(health.latencyMs);
    return [
      { text: 'api ', ink: 'dim' },
      { text: 'ok', ink: 'good' },
      { text: `${latency.padStart(6)} ms`, ink: 'dim' },
    ];
  }
  const reason = showableText(health.lastError ?? 'reason not known', unicode).slice(0, LONGEST_REASON);
  return [{ text: `api ${health.state}: ${reason}`, ink: health.state === 'down' ? 'bad' : 'warn' }];
}

/** `<20`: what it is below, of 1, 2, 5, 10, 20 and so on, so that it stands still while nothing is new. */
function boundOf(latencyMs: number): string {
  if (latencyMs >= LONGEST_BOUND_MS) return `>${LONGEST_BOUND_MS}`;
  let bound = 1;
  for (let step = 0; bound <= latencyMs; step++) bound *= step % 3 === 1 ? 2.5 : 2;
  return `<${bound}`;
}

function writeStore({ model, unicode, glyphs }: ViewContext, width: number): Line {
  const { link } = model;
  switch (link.state) {
    case 'connecting':
      return [{ text: `${model.storeName} connecting`, ink: 'dim' }];
    case 'answering': {
      const how = width >= 100 ? ` ${glyphs.separator} ${link.wakes ? 'wake-ups' : 'polling'}` : '';
      return [
        { text: `${model.storeName} `, ink: 'dim' },
        { text: 'ok', ink: 'good' },
        { text: `${boundOf(link.latencyMs).padStart(6)} ms${how}`, ink: 'dim' },
      ];
    }
    case 'away': {
      const away = spanText((model.nowMs - link.sinceMs) / 1000);
      const reason = showableText(link.reason, unicode).slice(0, LONGEST_REASON);
      return [{ text: `${model.storeName.toUpperCase()} AWAY ${away}: ${reason}`, ink: 'bad' }];
    }
  }
}
