import { type AnomalyEvent, eventToJson } from '../core/events/anomaly-events.ts';
import { type Insole, nameSensor } from '../core/insole/insole.ts';
import { formatSpan } from '../core/time/clock-time.ts';
import { formatCsvLine } from './csv-line.ts';

/** The formats in which anomaly events can be printed. */
export const EVENT_FORMATS = ['table', 'json', 'csv'] as const;
/** The name of a format of anomaly events. */
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** How a list of events is written: the text before the first, between two, and after the last. */
export interface EventWriter {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** Writes one event, of an insole. */
  write(event: AnomalyEvent, insole: Insole): string;
}

const MAX_NAMED_SENSORS = 6;

const TABLE_COLUMNS = [
  ['patient', 7],
  ['start', 24],
  ['lasted', 6],
  ['samples', 7],
  ['sensors', 17],
  ['peak', 4],
  ['by', 0],
] as const;

const WRITERS: Readonly<Record<EventFormat, EventWriter>> = {
  json: {
    before: '[',
    between: ',\n',
    after: ']\n',
    write: (event) => JSON.stringify(eventToJson(event)),
  },
  csv: {
    before: 'patient,start,end,durationSeconds,samples,sensors,sources,peak\n',
    between: '\n',
    after: '\n',
    write(event) {
      const { patient, start, end, durationSeconds, samples, sensors, sources, peak } = eventToJson(event);
      const lists = [sensors.join('+'), sources.join('+')];
      return formatCsvLine([patient, start, end, durationSeconds, samples, ...lists, peak].map(String));
    },
  },
  table: {
    before: `${formatTableLine(TABLE_COLUMNS.map(([name]) => name))}\n`,
    between: '\n',
    after: '\n',
    write(event, insole) {
      const { patient, start, durationSeconds, samples, sensors, sources, peak } = eventToJson(event);
      const lasted = samples === 1 ? 'once' : formatSpan(durationSeconds);
      const labels = nameSensors(insole, sensors);
      return formatTableLine([patient, start, lasted, samples, labels, peak, sources.join(', ')].map(String));
    },
  },
};

/** Chooses the writer of a format. */
export function chooseEventWriter(format: EventFormat): EventWriter {
  return WRITERS[format];
}

/** All sensors of many are named by their number. */
function nameSensors(insole: Insole, ids: readonly number[]): string {
  const isAll = ids.length === insole.sensors.length && ids.length > MAX_NAMED_SENSORS;
  return isAll ? `all ${ids.length}` : ids.map((id) => nameSensor(insole, id)).join(' ');
}

function formatTableLine(cells: readonly string[]): string {
  return TABLE_COLUMNS.map(([, width], index) => (cells[index] ?? '').padEnd(width))
    .join('  ')
    .trimEnd();
}
