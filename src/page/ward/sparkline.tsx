import type { Side } from '../../core/insole/insole.ts';

const WIDTH = 120;
const HEIGHT = 22;

/** The load on a foot over the last samples, per cent of what its sensors can read; gaps stay gaps. */
export function Sparkline({
  values,
  side,
}: {
  readonly values: readonly (number | null)[];
  readonly side: Side;
}) {
  const step = WIDTH / Math.max(1, values.length - 1);
  let path = '';
  let isDown = false;
  for (const [index, value] of values.entries()) {
    if (value !== null)
      path += `${isDown ? 'L' : 'M'}${(index * step).toFixed(1)} ${(HEIGHT - (HEIGHT * value) / 100).toFixed(1)}`;
    isDown = value !== null;
  }
  return (
    <svg
      class={`spark drawing ${side}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${side} foot`}
      preserveAspectRatio="none"
    >
      <path class="line" d={path} />
    </svg>
  );
}
