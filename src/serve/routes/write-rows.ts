import { findInsoleAt, type InsoleTimeline, listInsoles } from '../../core/insole/insole-timeline.ts';
import type { PatientId } from '../../core/patient.ts';
import { createCsvRows, createNdjsonRows, listColumns } from '../../export/sample-rows.ts';
import { createEntryJudge } from '../../store/judge-entry.ts';
import { parseTimestamp, type StoredPair } from '../../store/stored-entry.ts';

/** The media types of rows. */
export const ROW_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' };

/** What rows are written of. */
export interface RowSource {
  readonly patient: PatientId;
  readonly pages: AsyncIterable<readonly StoredPair[]>;
  readonly timeline: InsoleTimeline;
  /** Whether the samples follow each other as they came, so that the rules can judge them; not so in the anomaly list. */
  readonly isWhole: boolean;
}

/** Which rows, and how. Instants are Unix seconds, both included. */
export interface RowSpan {
  readonly format: 'ndjson' | 'csv';
  readonly since: number;
  readonly until: number;
}

/** Where rows go: a write resolves once the client has taken it. */
interface RowSink {
  write(text: string): Promise<unknown>;
  readonly aborted: boolean;
}

/** Writes one page of rows after the other, each once the client has taken the one before. */
export async function writeRows(
  sink: RowSink,
  { patient, pages, timeline, isWhole }: RowSource,
  { format, since, until }: RowSpan,
): Promise<void> {
  const rows = format === 'ndjson' ? createNdjsonRows() : createCsvRows(listColumns(listInsoles(timeline)));
  const judge = isWhole ? createEntryJudge(timeline) : (pair: StoredPair) => pair;
  if (rows.header !== null) await sink.write(`${rows.header}\n`);
  for await (const page of pages) {
    let text = '';
    for (const pair of page) {
      const atSeconds = parseTimestamp(pair[1]);
      if (atSeconds !== null && (atSeconds < since || atSeconds > until)) continue;
      const row = rows.row(patient, judge(pair), findInsoleAt(timeline, atSeconds ?? 0));
      if (row !== null) text += `${row}\n`;
    }
    if (text !== '') await sink.write(text);
    if (sink.aborted) return;
  }
}
