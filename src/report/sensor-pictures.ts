import { drawDistribution } from '../drawing/draw-distribution.ts';
import { drawMeanCurve } from '../drawing/draw-mean-curve.ts';
import { type Markup, markup } from '../drawing/markup.ts';
import type { ReportPage } from './report.ts';
import { tell } from './told-number.ts';

/** So many sensors are beside one another at most. */
const MAX_COLUMNS = 8;

/** Draws each sensor's curve over the mean stride and the distribution of its readings. */
export function drawSensors({ report, summary }: Pick<ReportPage, 'report' | 'summary'>): Markup {
  const { insole, stride } = summary;
  const range = [insole.lowest, insole.highest] as const;
  const columns = Math.min(MAX_COLUMNS, Math.max(2, report.sensors.length));
  const figures = report.sensors.map(({ id, label, side, region, bins, saturatedShare, mean }, at) => {
    const curve = stride.reason === null ? stride.sensors.find(({ sensor }) => sensor.id === id) : undefined;
    const drawn =
      curve &&
      drawMeanCurve({ id: `curve-${at}`, title: `${label} over the mean stride`, side, curve, range });
    const counts =
      mean === null
        ? markup`<p class="quiet">no readings</p>`
        : drawDistribution({
            id: `bins-${at}`,
            title: `Distribution of ${label}`,
            bins,
            range,
            quartiles: null,
          });
    const saturated =
      saturatedShare === null || saturatedShare < 0.005
        ? null
        : markup`${tell(`sensors.${at}.saturatedShare`, saturatedShare, String(Math.round(saturatedShare * 100)))} % at ${insole.highest}`;
    return markup`<figure><figcaption><b>${label}</b> ${region}<span class="saturated">${saturated}</span></figcaption>${drawn ?? null}${counts}</figure>`;
  });
  return markup`<div class="sensors" style="--sensors: ${columns}">${figures}</div><p class="quiet">${stride.reason === null ? 'Above, the curve in the mean stride with its band of 90 %; below, how' : 'How'} often each reading occurred, from ${insole.lowest} to ${insole.highest}, bars as high as the square root of their share.</p>`;
}
