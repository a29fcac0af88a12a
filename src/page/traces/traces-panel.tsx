import { useMemo } from 'preact/hooks';
import { type GroupedSensors, groupSensors } from '../../core/insole/group-sensors.ts';
import { formatReading, type Insole, listSides, type Side } from '../../core/insole/insole.ts';
import { markReading } from '../../core/sample.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import { readGroup } from '../../reader/read-group.ts';
import type { TimedSnapshot } from '../../reader/timed-snapshot.ts';
import { Panel, type PanelFrame } from '../views/panel.tsx';
import { describeSpan } from '../words.ts';
import { makeTraceData } from './trace-data.ts';
import { TracePlot } from './trace-plot.tsx';
import { writeRange } from './write-range.ts';

/** So many lanes of a foot are high enough to be read; sensors beyond are summed by region. */
const MAX_LANES = 8;
/** And where the panel has the whole place. */
const MAX_LANES_ENLARGED = 16;

/** More lanes of a foot have one line for their label and their reading. */
const DENSE_FROM = 4;

/** What just happened at each sensor: a lane each, or one a region where there are many, with its newest reading. */
export function TracesPanel({
  snapshot,
  status,
  spanSeconds,
  isSwept,
  marks,
  frame,
}: {
  readonly snapshot: TimedSnapshot;
  readonly status: PatientStatus;
  readonly spanSeconds: number;
  readonly isSwept: boolean;
  /** Instants that somebody marked, Unix seconds. */
  readonly marks: readonly number[];
  readonly frame: PanelFrame;
}) {
  const { insole } = snapshot;
  const sides = listSides(insole);
  return (
    <Panel
      frame={frame}
      name="traces"
      title="Traces"
      note={`${writeRange(insole)} · ${describeSpan(spanSeconds, status.newest?.atSeconds ?? null, status)}`}
      isOld={!status.isLive}
    >
      {sides.map((side) => (
        <FootTraces
          key={side}
          side={side}
          hasAxis={side === sides.at(-1)}
          snapshot={snapshot}
          status={status}
          spanSeconds={spanSeconds}
          isSwept={isSwept}
          marks={marks}
          maxLanes={frame.isEnlarged ? MAX_LANES_ENLARGED : MAX_LANES}
        />
      ))}
    </Panel>
  );
}

function FootTraces({
  side,
  snapshot,
  status,
  spanSeconds,
  isSwept,
  marks,
  maxLanes,
  hasAxis,
}: {
  readonly side: Side;
  readonly snapshot: TimedSnapshot;
  readonly status: PatientStatus;
  readonly spanSeconds: number;
  readonly isSwept: boolean;
  readonly marks: readonly number[];
  readonly maxLanes: number;
  readonly hasAxis: boolean;
}) {
  const { insole } = snapshot;
  const groups = useMemo(() => groupSensors(insole, side, maxLanes), [insole, side, maxLanes]);
  const untilSeconds = status.newest?.atSeconds ?? 0;
  const fromSeconds = untilSeconds - spanSeconds;
  const { samples } = snapshot;
  const gapSeconds = status.limitSeconds;
  const data = useMemo(
    () => makeTraceData(samples, insole, groups, { fromSeconds, untilSeconds, gapSeconds, isSwept }),
    [samples, insole, groups, fromSeconds, untilSeconds, gapSeconds, isSwept],
  );
  const offset = zoneOffsetMinutes();
  return (
    <div class="foot-traces">
      <h3>{side}</h3>
      <ul
        class={`lanes${hasAxis ? ' with-axis' : ''}${groups.length > DENSE_FROM ? ' dense' : ''}`}
        style={{ '--lanes': groups.length }}
      >
        {groups.map((group) => (
          <LaneLabel key={group.label} group={group} insole={insole} status={status} />
        ))}
      </ul>
      <TracePlot
        label={`Traces of the ${side} foot, the last ${spanSeconds} seconds`}
        data={data}
        range={isSwept ? [0, spanSeconds] : [fromSeconds, untilSeconds]}
        lines={marks
          .filter((at) => at >= fromSeconds && at <= untilSeconds)
          .map((at) => (isSwept ? at % spanSeconds : at))}
        hasAxis={hasAxis}
        writeTick={(x) => (isSwept ? '' : formatClockTime(x, offset))}
      />
    </div>
  );
}

function LaneLabel({
  group,
  insole,
  status,
}: {
  readonly group: GroupedSensors;
  readonly insole: Insole;
  readonly status: PatientStatus;
}) {
  const reading = readGroup(status, insole, group);
  return (
    <li>
      <span class="lane-name">
        <b>{group.label}</b> <span class="quiet">{group.place}</span>
      </span>
      <span class={reading?.anomaly ? 'lane-reading flagged' : 'lane-reading'}>
        {reading === null ? '–' : `${markReading(reading)} ${formatReading(insole, reading.value)}`.trim()}
      </span>
    </li>
  );
}
