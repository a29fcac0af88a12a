import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Insole } from '../../core/insole/insole.ts';
import type { Sample } from '../../core/sample.ts';
import { describeAbsence } from '../../core/stride-curve/absence-words.ts';
import { computeStrideCurves } from '../../core/stride-curve/stride-curves.ts';
import { drawStride } from '../../drawing/draw-stride.ts';
import { Drawing } from './drawing.tsx';
import { Panel, type PanelFrame } from './panel.tsx';

const STEP_SECONDS = 10;
/** Smaller pictures tell nothing. */
const MIN_PIXELS = 80;
/** Text of a drawing has eleven of its units, and is to be as large as the smallest text of the page. */
const TEXT_PIXELS = 12;
const TEXT_UNITS = 11;

/** The mean stride of two minutes, or why there is none. */
export function StridePanel({
  samples,
  insole,
  isLive,
  frame,
}: {
  readonly samples: readonly Sample[];
  readonly insole: Insole;
  readonly isLive: boolean;
  readonly frame: PanelFrame;
}) {
  const steady = useSteady(samples);
  const curves = useMemo(
    () => (isLive ? computeStrideCurves(steady, { insole }) : null),
    [steady, insole, isLive],
  );
  const { place, width, height } = useSize();
  const drawn = useMemo(
    () =>
      curves === null || curves.reason !== null || width < MIN_PIXELS || height < MIN_PIXELS
        ? null
        : drawStride({ id: 'stride', title: 'Mean stride', curves, size: [width, height] }),
    [curves, width, height],
  );
  return (
    <Panel
      frame={frame}
      name="stride"
      title="Mean stride"
      note={
        curves !== null && curves.reason === null ? `${curves.strides} strides of two minutes` : 'two minutes'
      }
      isOld={!isLive}
    >
      <div class="sized" ref={place}>
        {drawn ? (
          <Drawing of={drawn} />
        ) : (
          <p class="quiet">
            {curves !== null && curves.reason !== null ? describeAbsence(curves).full : '–'}
          </p>
        )}
      </div>
    </Panel>
  );
}

/** The size of an element in units of a drawing whose text is as large as the page's. */
function useSize() {
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const unit =
        (TEXT_PIXELS * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16 / TEXT_UNITS;
      setSize({
        width: Math.round(element.clientWidth / unit),
        height: Math.round(element.clientHeight / unit),
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { place, ...size };
}

/** The mean of two minutes changes little: the samples that it is computed of are new every few seconds alone, or after a leap. */
function useSteady(samples: readonly Sample[]): readonly Sample[] {
  const kept = useRef(samples);
  const [before, now] = [kept.current, samples].map((each) => each.at(-1)?.atSeconds ?? 0) as [
    number,
    number,
  ];
  if (Math.floor(before / STEP_SECONDS) !== Math.floor(now / STEP_SECONDS) || kept.current.length === 0)
    kept.current = samples;
  return kept.current;
}
