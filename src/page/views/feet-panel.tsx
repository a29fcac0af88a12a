import { useMemo } from 'preact/hooks';
import { groupSensors } from '../../core/insole/group-sensors.ts';
import { formatReading, type Insole, listSides, scaleReading } from '../../core/insole/insole.ts';
import { markReading } from '../../core/sample.ts';
import { drawFeet } from '../../drawing/draw-feet.ts';
import { findStep, RAMP } from '../../drawing/palette.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import { readGroup } from '../../reader/read-group.ts';
import { Drawing } from './drawing.tsx';
import { Panel, type PanelFrame } from './panel.tsx';

const MAX_NUMBERS = 16;
const TOP_LEVEL = 1023;

/** Where the load is at the instant that is shown: as a field of colours, or as numbers and bars. */
export function FeetPanel({
  insole,
  status,
  isNumbers,
  frame,
}: {
  readonly insole: Insole;
  readonly status: PatientStatus;
  readonly isNumbers: boolean;
  readonly frame: PanelFrame;
}) {
  const { newest } = status;
  const drawn = useMemo(() => {
    if (isNumbers) return null;
    const readings = new Map(newest?.sensors.map(({ id, value }) => [id, value]));
    return drawFeet({ id: 'feet', title: 'Pressure under both feet', insole, readings });
  }, [insole, newest, isNumbers]);
  const isThen = status.state === 'historical' || status.state === 'replay';
  const title = status.isLive ? (isThen ? 'Pressure then' : 'Pressure now') : 'Last pressure';
  return (
    <Panel frame={frame} name="feet" title={title} isOld={!status.isLive} isScrolled={isNumbers}>
      {drawn === null ? <Numbers insole={insole} status={status} /> : <Drawing of={drawn} />}
    </Panel>
  );
}

function Numbers({ insole, status }: { readonly insole: Insole; readonly status: PatientStatus }) {
  return (
    <div class="numbers">
      {listSides(insole).map((side) => (
        <table key={side}>
          <caption>{side}</caption>
          <tbody>
            {groupSensors(insole, side, MAX_NUMBERS).map((group) => {
              const reading = readGroup(status, insole, group);
              const share =
                reading === null
                  ? 0
                  : Math.max(0, Math.min(1, scaleReading(insole, reading.value / group.ids.length)));
              return (
                <tr key={group.label}>
                  <th scope="row">
                    {group.label} <span class="quiet">{group.place}</span>
                  </th>
                  <td class={reading?.anomaly ? 'number flagged' : 'number'}>
                    {reading === null
                      ? '–'
                      : `${markReading(reading)} ${formatReading(insole, reading.value)}`.trim()}
                  </td>
                  <td class="bar-cell">
                    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                      <rect width={100 * share} height="10" fill={RAMP[findStep(share * TOP_LEVEL)] ?? ''} />
                    </svg>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ))}
    </div>
  );
}
