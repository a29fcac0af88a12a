import { useEffect, useState } from 'preact/hooks';
import { binCounts, type Distribution, DistributionHistogram } from '../../core/distribution.ts';
import { formatReading, type Insole, listSides, selectSensors } from '../../core/insole/insole.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { drawDistribution } from '../../drawing/draw-distribution.ts';
import { zoneOffsetMinutes } from '../../reader/local-zone.ts';
import type { PageAction } from '../keys/page-keys.ts';
import type { Route } from '../route.ts';
import { fetchSamples } from '../time/retained.ts';
import { writeRange } from '../traces/write-range.ts';
import { ActionButton } from './action-button.tsx';
import { Drawing } from './drawing.tsx';

const BINS = 32;

/** How the readings of each sensor are distributed: of the retained samples, or of the anomalies that are kept for ever. */
export function DistributionView({
  route: { patient, list },
  insole,
  act,
}: {
  readonly route: Extract<Route, { view: 'distribution' }>;
  readonly insole: Insole;
  readonly act: (action: PageAction) => void;
}) {
  const [read, setRead] = useState<Distribution | 'failed' | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setRead(null);
    void fetchSamples({ patient, list }).then((samples) => {
      if (!isCurrent) return;
      if (samples === null) return setRead('failed');
      const histogram = new DistributionHistogram(insole);
      for (const sample of samples) histogram.add(sample);
      setRead(histogram.read());
    });
    return () => {
      isCurrent = false;
    };
  }, [patient, list, insole]);
  return (
    <>
      <div class="choices">
        <ActionButton
          action="distributionSource"
          act={act}
          words={list === 'samples' ? 'of the anomalies' : 'of what is retained'}
        />
        <p>{describe(read, list)}</p>
        <p class="quiet">
          bars are as high as the root of their share; the dot is the median, the line the middle half
        </p>
      </div>
      {read !== null && read !== 'failed' && read.samples > 0 && (
        <div class="distributions">
          {listSides(insole).map((side) => (
            <section key={side} class="panel" aria-labelledby={`distribution-${side}`}>
              <header class="panel-head">
                <h2 id={`distribution-${side}`}>{side} foot</h2>
                <span class="quiet">{writeRange(insole)}</span>
              </header>
              <ul>
                {selectSensors(insole, side).map(({ id, label, region }) => (
                  <li key={id}>
                    <h3>
                      {label} <span class="quiet">{region}</span>
                    </h3>
                    <SensorDistribution read={read} id={id} label={label} insole={insole} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </>
  );
}

function describe(read: Distribution | 'failed' | null, list: 'samples' | 'anomalies'): string {
  const of = list === 'samples' ? 'retained samples' : 'anomalous samples, kept for ever';
  if (read === null) return 'Reading …';
  if (read === 'failed') return `The ${of} cannot be had.`;
  const { samples, firstAtSeconds, lastAtSeconds } = read;
  if (samples === 0 || firstAtSeconds === null || lastAtSeconds === null) return `There are no ${of}.`;
  const offset = zoneOffsetMinutes();
  return `${samples} ${of}, ${formatClockTime(firstAtSeconds, offset)} to ${formatClockTime(lastAtSeconds, offset)}`;
}

function SensorDistribution({
  read,
  id,
  label,
  insole,
}: {
  readonly read: Distribution;
  readonly id: number;
  readonly label: string;
  readonly insole: Insole;
}) {
  const sensor = read.sensors.find((each) => each.id === id);
  if (sensor === undefined || sensor.readings === 0) return <p class="quiet">no reading</p>;
  const { counts, min, max, lowerQuartile, median, upperQuartile } = sensor;
  const quartiles =
    lowerQuartile === null || median === null || upperQuartile === null
      ? null
      : ([lowerQuartile, median, upperQuartile] as const);
  const write = (reading: number | null) => (reading === null ? '–' : formatReading(insole, reading));
  return (
    <>
      <Drawing
        of={drawDistribution({
          id: `distribution-${id}`,
          title: `Distribution of ${label}`,
          bins: binCounts(counts, BINS),
          range: [insole.lowest, insole.highest],
          quartiles,
        })}
      />
      <p>
        <span class="quiet">median</span> <b>{write(median)}</b>
        <span class="quiet">, middle half</span> {write(lowerQuartile)}–{write(upperQuartile)}
        <span class="quiet">, all</span> {write(min)}–{write(max)}
      </p>
    </>
  );
}
