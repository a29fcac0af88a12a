import { useEffect, useRef, useState } from 'preact/hooks';
import { binCounts, type Distribution, DistributionHistogram } from '../../core/distribution.ts';
import { formatReading, type Insole } from '../../core/insole/insole.ts';
import type { PatientId } from '../../core/patient.ts';
import { drawDistribution } from '../../drawing/draw-distribution.ts';
import { fetchRetained } from '../retained.ts';
import { Drawing } from './drawing.tsx';

const BINS = 32;

/** How the retained readings of each sensor are distributed. */
export function DistributionView({
  patient,
  insole,
  onClose,
}: {
  readonly patient: PatientId;
  readonly insole: Insole;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [read, setRead] = useState<Distribution | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    void fetchRetained(patient).then((samples) => {
      const histogram = new DistributionHistogram(insole);
      for (const sample of samples ?? []) histogram.add(sample);
      setRead(histogram.read());
    });
  }, [patient, insole]);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="distribution-title">
      <h2 id="distribution-title">
        Distribution of the retained readings{read === null ? '' : `, ${read.samples} samples`}
      </h2>
      <ul class="distributions">
        {read?.sensors.map(({ id, counts, lowerQuartile, median, upperQuartile }) => {
          const label = insole.sensors.find((sensor) => sensor.id === id)?.label ?? String(id);
          const quartiles =
            lowerQuartile === null || median === null || upperQuartile === null
              ? null
              : ([lowerQuartile, median, upperQuartile] as const);
          return (
            <li key={id}>
              <b>{label}</b>{' '}
              <span class="quiet">median {median === null ? '–' : formatReading(insole, median)}</span>
              <Drawing
                of={drawDistribution({
                  id: `distribution-${id}`,
                  title: `Distribution of ${label}`,
                  bins: binCounts(counts, BINS),
                  range: [insole.lowest, insole.highest],
                  quartiles,
                })}
              />
            </li>
          );
        })}
      </ul>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
