import { describeSupport, describeSymmetry } from '../../core/gait/figure-words.ts';
import { type GaitFigures, STANDING_LOAD_SECONDS } from '../../core/gait/gait-figures.ts';
import { formatHalfWidth, type Interval } from '../../core/gait/interval.ts';
import { describeReason } from '../../core/gait/reason-words.ts';
import { WINDOW_SECONDS } from '../../core/gait/sample-window.ts';
import { measureSampling } from '../../core/gait/sampling.ts';
import { type Insole, nameSensor } from '../../core/insole/insole.ts';
import type { Sample } from '../../core/sample.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import { describeSpan } from '../words.ts';
import { Panel, type PanelFrame } from './panel.tsx';

/** How this person walks, and how sure that is. */
export function GaitPanel({
  figures,
  samples,
  insole,
  status,
  frame,
}: {
  /** Null where no figure is of the instant that is shown. */
  readonly figures: GaitFigures | null;
  readonly samples: readonly Sample[];
  readonly insole: Insole;
  readonly status: PatientStatus;
  readonly frame: PanelFrame;
}) {
  const intervals = figures?.intervals;
  const isKnown = figures !== null && figures.state !== 'unknown';
  const support = figures && describeSupport(figures);
  const seconds = figures?.state === 'standing' ? STANDING_LOAD_SECONDS : WINDOW_SECONDS;
  return (
    <Panel
      frame={frame}
      name="gait"
      title="Gait"
      note={figures === null ? 'not of now' : describeSpan(seconds, status.newest?.atSeconds ?? null, status)}
      isOld={figures === null}
      isScrolled
    >
      <p class={isKnown ? `gait-state ${figures.state}` : 'gait-state'}>
        {figures === null ? '–' : isKnown ? figures.state : `– ${describeReason(figures.reason).full}`}
        {support && <span class="quiet"> {support}</span>}
      </p>
      <dl class="vitals">
        <Figure
          label="cadence"
          value={figures?.cadence}
          unit="steps/min"
          interval={intervals?.cadence}
          isVital
        />
        <Figure
          label="stride"
          hint="straight on"
          value={figures?.strideSeconds}
          unit="s"
          places={2}
          interval={intervals?.strideSeconds}
          isVital
        />
      </dl>
      <LoadBar figures={figures} />
      <dl>
        <Figure
          label="symmetry"
          hint={describeSymmetry(intervals?.symmetryIndexPercent ?? null)}
          value={figures?.symmetryIndexPercent}
          unit="%"
          isSigned
          interval={intervals?.symmetryIndexPercent}
        />
        <Figure
          label="stance, left"
          value={figures?.stanceShare?.left}
          unit="%"
          scale={100}
          interval={intervals?.stanceLeft}
        />
        <Figure
          label="stance, right"
          value={figures?.stanceShare?.right}
          unit="%"
          scale={100}
          interval={intervals?.stanceRight}
        />
        <Figure
          label="both feet on the ground"
          value={figures?.doubleSupportShare}
          unit="%"
          scale={100}
          interval={intervals?.doubleSupport}
        />
      </dl>
      <p class="quiet">{describeBasis(figures, samples, insole)}</p>
    </Panel>
  );
}

/** What the figures rest on. */
function describeBasis(figures: GaitFigures | null, samples: readonly Sample[], insole: Insole): string {
  if (figures === null) return '';
  const sampling = measureSampling(samples);
  const frames =
    sampling.framesPerSecond === null
      ? 'frames/s not known'
      : `${sampling.isAtLeast ? '≥ ' : ''}${Math.round(sampling.framesPerSecond)} frames/s`;
  return [
    frames,
    sampling.lostShare ? `${Math.round(sampling.lostShare * 100)} % lost` : '',
    figures.flaggedShare ? `${Math.max(1, Math.round(figures.flaggedShare * 100))} % flagged` : '',
    figures.withoutSensors.length > 0
      ? `without ${figures.withoutSensors.map((id) => nameSensor(insole, id)).join(' ')}`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function LoadBar({ figures }: { readonly figures: GaitFigures | null }) {
  const left = figures?.load ? Math.round(figures.load.left * 100) : null;
  const interval = figures?.intervals.loadLeft;
  return (
    <div class="load">
      <p>
        <span>
          L <b>{left ?? '–'}</b> %
        </span>
        <span class="quiet">
          load{left !== null && interval ? ` ±${formatHalfWidth(interval, 100, 0)}` : ''}
        </span>
        <span>
          <b>{left === null ? '–' : 100 - left}</b> % R
        </span>
      </p>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="load-right" width="100" height="10" />
        {left !== null && <rect class="load-left" width={left} height="10" />}
        <rect class="load-middle" x="49.75" width="0.5" height="10" />
      </svg>
    </div>
  );
}

function Figure({
  label,
  hint = '',
  value,
  unit,
  scale = 1,
  places = 0,
  isSigned = false,
  isVital = false,
  interval,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | null | undefined;
  readonly unit: string;
  readonly scale?: number;
  readonly places?: number;
  readonly isSigned?: boolean;
  readonly isVital?: boolean;
  readonly interval?: Interval | null | undefined;
}) {
  const text = value == null ? '–' : (value * scale).toFixed(places).replace(/^-(0(?:\.0*)?)$/, '$1');
  return (
    <div class={isVital ? 'vital' : undefined}>
      <dt>
        {label}
        {value != null && hint !== '' && <span class="quiet">, {hint}</span>}
      </dt>
      <dd>
        <b>{isSigned && value != null && Math.round(value * scale) > 0 ? `+${text}` : text}</b>
        <span class="quiet">
          {value != null && interval ? ` ±${formatHalfWidth(interval, scale, places)}` : ''} {unit}
        </span>
      </dd>
    </div>
  );
}
