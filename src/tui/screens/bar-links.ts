import { clockOffsetSeconds, recordLimitSeconds } from '../../core/freshness.ts';
import { memoize } from '../../core/memoize.ts';
import { formatLatencyBound, formatSpan } from '../../core/time/clock-time.ts';
import { computeAge, describeClockError } from '../../reader/patient-status.ts';
import { storeNowSeconds } from '../../reader/timed-snapshot.ts';
import type { Line } from '../frame/frame.ts';
import { makeShowable } from '../frame/glyphs.ts';
import type { Model, WardSummary } from '../model/model.ts';
import { isSparing } from '../model/slow-link.ts';
import type { ViewContext } from './view-context.ts';

/** Narrower screens leave the rate of the link out. */
const MIN_RATE_COLUMNS = 110;
const RATE_BOUNDS = [1, 2, 5, 10, 20, 50, 100];
/** How much of a reason is shown, in characters, so that a failing API does not hide a failing store. */
const MAX_REASON_LENGTH = 32;

/** How much is told of the links: how the store is followed only in `all`, latencies in `measures` too, the rate up to `rate`. */
export const LINK_DETAILS = ['all', 'measures', 'rate', 'least'] as const;
/** How much is told of the links. */
export type LinkDetail = (typeof LINK_DETAILS)[number];

/** Whether the API, the store and the terminal answer, and how fast. */
export function writeLinks(context: ViewContext, width: number, detail: LinkDetail): Line {
  const warning = describeClockError(context.status);
  return [
    ...(warning === null ? [] : [{ text: `${warning}  `, foreground: 'warn' } as const]),
    ...writeTerminalLink(context.model, width, detail),
    ...(context.model.mode === 'ward' ? writeWardApi(context) : writeApi(context, detail)),
    { text: '  ' },
    ...writeStore(context, width, detail),
    { text: ' ' },
  ];
}

/** How long the link to the terminal takes and how much it carries, and that the light mode spares it. */
function writeTerminalLink(model: Model, width: number, detail: LinkDetail): Line {
  const { terminal } = model;
  if (terminal === null) return [];
  const light: Line = isSparing(model) ? [{ text: 'light: slow link  ', foreground: 'warn' }] : [];
  switch (terminal.state) {
    case 'waiting':
      return light;
    case 'unknown':
      return [...light, { text: 'link ?  ', foreground: 'dim' }];
    case 'measured': {
      const roundTrip =
        terminal.roundTripMs === null ? '' : ` ${formatLatencyBound(terminal.roundTripMs)} ms`;
      const hasRate = terminal.bytesPerSecond !== null && width >= MIN_RATE_COLUMNS && detail !== 'least';
      const rate = hasRate ? ` ${formatRate(terminal.bytesPerSecond ?? 0)}` : '';
      return [...light, { text: `link${roundTrip}${rate}  `, foreground: 'dim' }];
    }
  }
}

/** A rate by the next lower bound of 1, 2, 5 kB/s and so on, so that it does not change with every frame. */
function formatRate(bytesPerSecond: number): string {
  const kilobytes = bytesPerSecond / 1000;
  if (kilobytes < 1) return '<1 kB/s';
  const bound = RATE_BOUNDS.findLast((known) => known <= kilobytes) ?? 1;
  return `>${bound} kB/s`;
}

/** How polling the patient goes, as the cacher reported; or that the cacher is silent when its last report is old. */
function writeApi({ model, snapshot, status, glyphs, unicode }: ViewContext, detail: LinkDetail): Line {
  const health = snapshot?.health ?? null;
  const unknown: Line = [{ text: `api ${glyphs.dash}`, foreground: 'dim' }];
  if (!health) return unknown;
  const silence = computeAge(health.updatedAtSeconds, status);
  if (silence !== null && silence > recordLimitSeconds(health)) {
    // While the store is down nobody can tell whether the cacher is silent.
    if (model.link.state === 'down') return unknown;
    return [{ text: `cacher silent ${formatSpan(silence)}`, foreground: 'warn' }];
  }
  if (health.state === 'up') {
    const latency = health.latencyMs === null ? glyphs.dash : formatLatencyBound(health.latencyMs);
    return [
      { text: 'api ', foreground: 'dim' },
      { text: 'ok', foreground: 'good' },
      { text: hasLatencies(detail) ? `${latency.padStart(6)} ms` : '', foreground: 'dim' },
    ];
  }
  const reason = makeShowable(health.lastError ?? 'reason not known', unicode).slice(0, MAX_REASON_LENGTH);
  return [{ text: `api ${health.state}: ${reason}`, foreground: health.state === 'down' ? 'bad' : 'warn' }];
}

/** How polling all patients goes: how many fail, or of how many the cacher is silent. */
function writeWardApi({ model, glyphs }: ViewContext): Line {
  const { known, silent, failing } = countPolling(model.ward.summaries, model.nowMs);
  if (known === 0 || (silent === known && model.link.state === 'down'))
    return [{ text: `api ${glyphs.dash}`, foreground: 'dim' }];
  if (silent > 0) return [{ text: `cacher silent about ${silent} of ${known}`, foreground: 'warn' }];
  if (failing > 0) return [{ text: `api fails for ${failing} of ${known}`, foreground: 'bad' }];
  return [
    { text: 'api ', foreground: 'dim' },
    { text: 'ok', foreground: 'good' },
    { text: ` for ${known}`, foreground: 'dim' },
  ];
}

interface PollingCounts {
  /** Of how many patients there is a health record. */
  known: number;
  /** How many of those the cacher no longer writes. */
  silent: number;
  /** How many of those tell of failures. */
  failing: number;
}

function countPolling(summaries: Model['ward']['summaries'], nowMs: number): PollingCounts {
  const { counted, others } = countRecorded(summaries);
  const counts = { ...counted };
  for (const summary of others) count(counts, summary, nowMs);
  return counts;
}

/** Counts for each read, and not for each frame, those whose records are as old as they were then. */
const countRecorded = memoize((summaries: Model['ward']['summaries']) => {
  const counted: PollingCounts = { known: 0, silent: 0, failing: 0 };
  const others: WardSummary[] = [];
  for (const summary of summaries.values()) {
    if (summary.recordsAtSeconds === undefined) others.push(summary);
    else count(counted, summary, summary.readAtMs);
  }
  return { counted, others };
});

function count(counts: PollingCounts, summary: WardSummary, nowMs: number): void {
  if (summary.health === null) return;
  counts.known += 1;
  if (isSilent(summary, nowMs)) counts.silent += 1;
  if (summary.health.state !== 'up') counts.failing += 1;
}

function isSilent(summary: WardSummary, nowMs: number): boolean {
  const { health, recordsAtSeconds } = summary;
  if (health === null) return false;
  // Of a live patient the record is read now and then: it is as old as it was then.
  const at = recordsAtSeconds === undefined ? storeNowSeconds(summary, nowMs) : recordsAtSeconds;
  const now = at + clockOffsetSeconds(health);
  return now - health.updatedAtSeconds > recordLimitSeconds(health);
}

function writeStore({ model, unicode, glyphs }: ViewContext, width: number, detail: LinkDetail): Line {
  const { link } = model;
  switch (link.state) {
    case 'connecting':
      return [{ text: `${model.storeName} connecting`, foreground: 'dim' }];
    case 'answering': {
      const how =
        width >= 100 && detail === 'all' ? ` ${glyphs.separator} ${link.wakes ? 'wake-ups' : 'polling'}` : '';
      return [
        { text: `${model.storeName} `, foreground: 'dim' },
        { text: 'ok', foreground: 'good' },
        {
          text: `${hasLatencies(detail) ? `${formatLatencyBound(link.latencyMs).padStart(6)} ms` : ''}${how}`,
          foreground: 'dim',
        },
      ];
    }
    case 'down': {
      const duration = formatSpan((model.nowMs - link.sinceMs) / 1000);
      const reason = makeShowable(link.reason, unicode).slice(0, MAX_REASON_LENGTH);
      return [{ text: `${model.storeName.toUpperCase()} DOWN ${duration}: ${reason}`, foreground: 'bad' }];
    }
  }
}

function hasLatencies(detail: LinkDetail): boolean {
  return detail === 'all' || detail === 'measures';
}
