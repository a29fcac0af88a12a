import { useMemo } from 'preact/hooks';
import { describeAbsence } from '../../core/stride-curve/absence-words.ts';
import type { NoStrideCurves, StrideCurves } from '../../core/stride-curve/stride-curves.ts';
import { drawStride } from '../../drawing/draw-stride.ts';
import { Drawing } from './drawing.tsx';

/** The mean stride of two minutes, or why there is none. */
export function StridePanel({ curves }: { readonly curves: StrideCurves | NoStrideCurves | null }) {
  const drawn = useMemo(
    () =>
      curves === null || curves.reason !== null
        ? null
        : drawStride({ id: 'stride', title: 'Mean stride', curves }),
    [curves],
  );
  return (
    <section class="panel stride" aria-labelledby="stride-title">
      <h2 id="stride-title">Stride, mean of two minutes</h2>
      {drawn ? (
        <Drawing of={drawn} />
      ) : (
        <p class="quiet">{curves !== null && curves.reason !== null ? describeAbsence(curves).full : '–'}</p>
      )}
    </section>
  );
}
