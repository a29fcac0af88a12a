import type { GaitFigures } from '../../core/gait/gait-figures.ts';
import { formatHalfWidth, type Interval } from '../../core/gait/interval.ts';
import { describeReason } from '../../core/gait/reason-words.ts';
import { measureSampling } from '../../core/gait/sampling.ts';
import type { Sample } from '../../core/sample.ts';

/** How this person walks, and how sure that is. */
export function GaitPanel({
  figures,
  samples,
  isLive,
}: {
  readonly figures: GaitFigures | null;
  readonly samples: readonly Sample[];
  readonly isLive: boolean;
}) {
  const intervals = figures?.intervals;
  const sampling = isLive ? measureSampling(samples) : null;
  const index = figures?.symmetryIndexPercent ?? null;
  return (
    <section class="panel gait" aria-labelledby="gait-title">
      <h2 id="gait-title">Gait, last 30 s</h2>
      <p class="gait-state">
        {figures === null
          ? '–'
          : figures.state === 'unknown'
            ? describeReason(figures.reason).full
            : figures.state}
      </p>
      <dl>
        <Figure label="cadence" value={figures?.cadence} unit="steps/min" interval={intervals?.cadence} />
        <Figure
          label="stride, straight on"
          value={figures?.strideSeconds}
          unit="s"
          places={2}
          interval={intervals?.strideSeconds}
        />
        <Figure
          label="stance left"
          value={figures?.stanceShare?.left}
          unit="%"
          scale={100}
          interval={intervals?.stanceLeft}
        />
        <Figure
          label="stance right"
          value={figures?.stanceShare?.right}
          unit="%"
          scale={100}
          interval={intervals?.stanceRight}
        />
        <Figure
          label="both on the ground"
          value={figures?.doubleSupportShare}
          unit="%"
          scale={100}
          interval={intervals?.doubleSupport}
        />
        <Figure
          label="load on the left"
          value={figures?.load?.left}
          unit="%"
          scale={100}
          interval={intervals?.loadLeft}
        />
        <Figure
          label="symmetry index"
          value={index}
          unit="%"
          isSigned
          interval={intervals?.symmetryIndexPercent}
        />
      </dl>
      <p class="quiet">
        {sampling?.framesPerSecond == null
          ? 'new frames –'
          : `${sampling.isAtLeast ? '≥ ' : ''}${sampling.framesPerSecond.toFixed(1)} new frames/s`}
        {sampling?.lostShare ? `, ${Math.round(sampling.lostShare * 100)} % lost` : ''}
        {figures?.flaggedShare ? `, ${Math.max(1, Math.round(figures.flaggedShare * 100))} % flagged` : ''}
        {figures && figures.withoutSensors.length > 0
          ? `; without sensor ${figures.withoutSensors.join(', ')}`
          : ''}
      </p>
    </section>
  );
}

function Figure({
  label,
  value,
  unit,
  scale = 1,
  places = 0,
  isSigned = false,
  interval,
}: {
  readonly label: string;
  readonly value: number | null | undefined;
  readonly unit: string;
  readonly scale?: number;
  readonly places?: number;
  readonly isSigned?: boolean;
  readonly interval?: Interval | null | undefined;
}) {
  const text = value == null ? '–' : (value * scale).toFixed(places);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{isSigned && value != null && Math.round(value) > 0 ? `+${text}` : text}</b>
        {value != null && interval && <span class="quiet"> ±{formatHalfWidth(interval, scale, places)}</span>}
        <span class="quiet"> {unit}</span>
      </dd>
    </div>
  );
}
