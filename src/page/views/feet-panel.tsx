import { useMemo } from 'preact/hooks';
import type { Insole } from '../../core/insole/insole.ts';
import type { Sample } from '../../core/sample.ts';
import { drawFeet } from '../../drawing/draw-feet.ts';
import { Drawing } from './drawing.tsx';

/** Where the load is at the instant that is shown. */
export function FeetPanel({
  insole,
  sample,
  isNow,
}: {
  readonly insole: Insole;
  readonly sample: Sample | null;
  readonly isNow: boolean;
}) {
  const drawn = useMemo(() => {
    const readings = new Map(sample?.sensors.map(({ id, value }) => [id, value]));
    return drawFeet({ id: 'feet', title: 'Pressure under both feet', insole, readings });
  }, [insole, sample]);
  return (
    <section class="panel feet" aria-labelledby="feet-title">
      <h2 id="feet-title">{isNow ? 'Pressure' : 'Pressure then'}</h2>
      <Drawing of={drawn} />
    </section>
  );
}
