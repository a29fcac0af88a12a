import type { Insole } from '../core/insole/insole.ts';
import { describeAbsence } from '../core/stride-curve/absence-words.ts';
import { formatClockTime, formatLocalDate } from '../core/time/clock-time.ts';
import type { WalkSummary } from '../core/walk-summary/walk-recorder.ts';
import { drawFeet } from '../drawing/draw-feet.ts';
import { drawPressurePaths } from '../drawing/draw-path.ts';
import { drawStride } from '../drawing/draw-stride.ts';
import { drawTrace } from '../drawing/draw-trace.ts';
import { Markup, markup } from '../drawing/markup.ts';
import { writeFigures } from './figures-table.ts';
import type { Report, ReportPage } from './report.ts';
import { REPORT_STYLE } from './report-style.ts';
import { drawSensors } from './sensor-pictures.ts';
import { formatSeconds, tell, tellSeconds, tellShare } from './told-number.ts';

/** More events are counted, not listed. */
const LISTED_EVENTS = 6;

/** Writes the report as an HTML page that stands by itself: no script, no request, two sides of A4 in print. */
export function writeReportPage(page: ReportPage): string {
  const { report } = page;
  const title = writeTitle(report);
  return markup`${new Markup('<!doctype html>\n')}<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Markup(REPORT_STYLE)}</style></head><body>
<header>${writeHead(page)}</header>
<main>
<section><h2>Figures</h2>${writeFigures(report)}</section>
<section><h2>Under the feet</h2>${drawFeetPictures(page)}</section>
<section><h2>The whole time</h2>${writeTrace(page)}</section>
<section class="side"><h2>The mean stride</h2>${writeStride(page)}</section>
<section><h2>Each sensor</h2>${drawSensors(page)}</section>
<section><h2>What is not told, and why</h2>${writeLimits(report)}</section>
</main>
<footer><p class="notice">${report.notice}</p></footer>
</body></html>
`.text;
}

/** Who the report is about: the name, or the number alone. */
function writeTitle({ patient, firstname, lastname }: Report): string {
  const name = [firstname, lastname].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? `Patient ${patient}` : `${name}, patient ${patient}`;
}

function writeHead({ report, zoneOffsetMinutes, summary }: ReportPage): Markup {
  const { sampling, time } = report;
  const when =
    summary.fromSeconds === null || summary.toSeconds === null
      ? 'no sample'
      : `${formatLocalDate(summary.fromSeconds, zoneOffsetMinutes)}, ${formatClockTime(summary.fromSeconds, zoneOffsetMinutes)} to ${formatClockTime(summary.toSeconds, zoneOffsetMinutes)} ${formatZone(zoneOffsetMinutes)}`;
  const born = report.birthdate === null ? '' : `born ${report.birthdate} · `;
  const frames =
    sampling.framesPerSecond === null
      ? markup`no new frame`
      : markup`${sampling.atLeast ? 'at least ' : ''}${tell('sampling.framesPerSecond', sampling.framesPerSecond, sampling.framesPerSecond.toFixed(1))} new frames a second`;
  return markup`<h1>${writeTitle(report)}</h1><p class="quiet">${born}${when} · ${report.source}</p>${report.note === null ? null : markup`<p class="note">${report.note}</p>`}<ul class="facts"><li><b>${tellSeconds('durationSeconds', report.durationSeconds)}</b> in all</li><li>walking <b>${tellSeconds('time.walkingSeconds', time.walkingSeconds)}</b></li><li>standing <b>${tellSeconds('time.standingSeconds', time.standingSeconds)}</b></li><li>not known <b>${tellSeconds('time.unknownSeconds', time.unknownSeconds)}</b></li>${time.steps === null ? null : markup`<li>about <b>${tell('time.steps', time.steps, String(time.steps))}</b> steps</li>`}</ul><p class="quiet">Sampled: ${tell('sampling.samples', sampling.samples, String(sampling.samples))} samples, ${frames}, ${tellShare('sampling.lostShare', sampling.lostShare)} of the polls lost, ${tellShare('sampling.flaggedShare', sampling.flaggedShare)} flagged by the API, longest gap ${tellSeconds('sampling.longestGapSeconds', sampling.longestGapSeconds)}. Insole ${report.insole.name}: ${report.insole.lowest} to ${report.insole.highest}${report.insole.unit === '' ? ', uncalibrated' : ` ${report.insole.unit}`}.</p>`;
}

function formatZone(offsetMinutes: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  if (offsetMinutes === 0) return 'UTC';
  return `UTC${offsetMinutes < 0 ? '\u2212' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}

function drawFeetPictures({ report, summary }: ReportPage): Markup {
  const { insole } = summary;
  const draw = (kind: 'mean' | 'highest', title: string) => {
    const readings = new Map(
      report.sensors.flatMap(({ id, [kind]: reading }) => (reading === null ? [] : [[id, reading] as const])),
    );
    return markup`<figure><h3>${title}</h3>${drawFeet({ id: `feet-${kind}`, title, insole, readings })}</figure>`;
  };
  const path =
    summary.stride.reason === null
      ? drawPressurePaths({
          id: 'path',
          title: 'Path of the centre of pressure',
          insole,
          paths: { left: summary.stride.left?.path ?? null, right: summary.stride.right?.path ?? null },
        })
      : markup`<p class="quiet">none: ${describeAbsence(summary.stride).full}</p>`;
  const caption =
    summary.stride.reason === null
      ? markup`<figcaption>in the mean stride, as the sensors show it</figcaption>`
      : null;
  return markup`<div class="pictures">${draw('mean', 'Mean pressure')}${draw('highest', 'Highest pressure')}<figure><h3>Path of the centre of pressure</h3>${path}${caption}</figure></div>`;
}

function writeStride({ report, summary }: ReportPage): Markup {
  const { stride } = summary;
  if (stride.reason !== null)
    return markup`<p>There is none: ${describeAbsence(stride).full}. Of so few samples in each stride, only the mean of many can be told.</p>`;
  return markup`<figure>${drawStride({ id: 'stride', title: 'Load on each foot over the mean stride', curves: stride })}<figcaption>The sum of the readings of a foot, from one contact of the left foot to its next, in the mean of ${tell('stride.strides', report.stride.strides, String(report.stride.strides))} strides of straight walking: they are folded on their phase, as none of them alone has samples enough to be seen. The bands hold the mean with 90 %; below, when each foot is on the ground.</figcaption></figure>`;
}

function writeTrace({ report, summary, zoneOffsetMinutes }: ReportPage): Markup {
  const { fromSeconds, toSeconds, insole } = summary;
  if (fromSeconds === null || toSeconds === null) return markup`<p>There is no sample.</p>`;
  const picture = drawTrace({
    id: 'trace',
    title: 'Load on each foot over the whole time',
    fromSeconds,
    toSeconds: Math.max(toSeconds, fromSeconds + 1),
    zoneOffsetMinutes,
    ...findRange(summary),
    feet: summary.traces,
    events: summary.events.map(({ startSeconds, endSeconds }) => ({
      fromSeconds: startSeconds,
      toSeconds: endSeconds,
    })),
    marks: report.marks.map(({ at, word }) => ({ atSeconds: Date.parse(at) / 1000, word })),
  });
  return markup`${picture}${writeEvents({ report, summary, zoneOffsetMinutes }, insole)}`;
}

function findRange({ traces }: WalkSummary): { readonly lowest: number; readonly highest: number } {
  const columns = traces.flatMap((trace) => trace.columns);
  return {
    lowest: columns.reduce((least, { lowest }) => Math.min(least, lowest), 0),
    highest: columns.reduce((most, { highest }) => Math.max(most, highest), 1),
  };
}

function writeEvents({ report, summary, zoneOffsetMinutes }: ReportPage, insole: Insole): Markup {
  const count = tell('eventCount', report.eventCount, String(report.eventCount));
  if (report.eventCount === 0) return markup`<p class="quiet">${count} anomaly events.</p>`;
  const rows = summary.events
    .slice(0, LISTED_EVENTS)
    .map(({ startSeconds, endSeconds, sensors, sources, peak }) => {
      const labels = sensors.map(
        (id) => insole.sensors.find((sensor) => sensor.id === id)?.label ?? String(id),
      );
      return markup`<tr><td>${formatClockTime(startSeconds, zoneOffsetMinutes)}</td><td>${formatSeconds(endSeconds - startSeconds)}</td><td>${labels.join(', ')}</td><td>${sources.join(', ')}</td><td class="figure">${peak}</td></tr>`;
    });
  const events = report.eventCount === 1 ? 'anomaly event' : 'anomaly events';
  const more = report.eventCount - rows.length;
  return markup`<table><thead><tr><th scope="col">Event at</th><th scope="col">Lasted</th><th scope="col">Sensors</th><th scope="col">Flagged by</th><th scope="col">Peak</th></tr></thead><tbody>${rows}</tbody></table><p class="quiet">${count} ${events}${more > 0 ? `, ${more} of them not listed` : ''}.</p>`;
}

function writeLimits({ notTold }: Report): Markup {
  return markup`<ul class="limits">${notTold.map(({ what, why }) => markup`<li><b>${what}</b>: ${why}</li>`)}</ul>`;
}
