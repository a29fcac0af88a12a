/** The grid of frequencies, 0.31 to 1.45 Hz, which reaches a little beyond the strides that `gait-state.ts` accepts. */
const MIN_HERTZ = 0.31;
const HERTZ_STEP = 0.03;
const FREQUENCY_COUNT = 39;
/** Standard deviation of the Gaussian weights around a knot: a fit covers about two strides. */
const SIGMA_SECONDS = 0.9;
const REACH_SECONDS = 3 * SIGMA_SECONDS;
const KNOT_SECONDS = 1;
const TURN = 2 * Math.PI;

/** Sinusoids fitted to a signal around each of several instants (knots), at each frequency of a grid. */
export interface LocalFits {
  /** Instants about a second apart, from the first sample to the last; seconds. */
  readonly knots: Float64Array;
  /** The grid of frequencies, ascending. */
  readonly hertz: Float64Array;
  /** Share of the local variance that each sinusoid explains, 0 to 1, at index `knot * hertz.length + frequency`. */
  readonly explained: Float64Array;
  /** Phase of each sinusoid at its knot, in cycles, whole numbers at its crests; indexed like `explained`. */
  readonly cycles: Float64Array;
}

/**
 * Fits sinusoids by least squares at the instants of the samples, however irregular: a local Lomb-Scargle periodogram with a
 * floating mean (Zechmeister and Kürster, Astron Astrophys 496:577-584, 2009), weighted by a Gaussian around each knot.
 *
 * @param times seconds, ascending, at least two
 * @param signal one value for each instant
 */
export function fitLocally(times: Float64Array, signal: Float64Array): LocalFits {
  const originSeconds = times[0] ?? 0;
  const spanSeconds = (times.at(-1) ?? 0) - originSeconds;
  const intervals = Math.max(1, Math.round(spanSeconds / KNOT_SECONDS));
  const knots = Float64Array.from(
    { length: intervals + 1 },
    (_, k) => originSeconds + (spanSeconds * k) / intervals,
  );
  const hertz = Float64Array.from({ length: FREQUENCY_COUNT }, (_, f) => MIN_HERTZ + f * HERTZ_STEP);
  const explained = new Float64Array(knots.length * FREQUENCY_COUNT);
  const cycles = new Float64Array(knots.length * FREQUENCY_COUNT);
  const table = tabulate(times, hertz);
  const weights = new Float64Array(times.length);
  let first = 0;
  knots.forEach((knotSeconds, knot) => {
    while ((times[first] ?? knotSeconds) < knotSeconds - REACH_SECONDS) first += 1;
    let end = first;
    for (; end < times.length && (times[end] ?? 0) <= knotSeconds + REACH_SECONDS; end++) {
      weights[end] = Math.exp(-0.5 * (((times[end] ?? 0) - knotSeconds) / SIGMA_SECONDS) ** 2);
    }
    hertz.forEach((frequency, f) => {
      const fit = fitSinusoid(signal, weights, table, f * times.length, first, end);
      const cell = knot * FREQUENCY_COUNT + f;
      explained[cell] = fit.explained;
      cycles[cell] = frequency * (knotSeconds - originSeconds) - fit.crestCycles;
    });
  });
  return { knots, hertz, explained, cycles };
}

interface Table {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Cosines and sines at each frequency and instant; each frequency is rotated from the one before, which saves the calls. */
function tabulate(times: Float64Array, hertz: Float64Array): Table {
  const count = times.length;
  const cos = new Float64Array(count * hertz.length);
  const sin = new Float64Array(count * hertz.length);
  for (let index = 0; index < count; index++) {
    const sinceSeconds = (times[index] ?? 0) - (times[0] ?? 0);
    const turnCos = Math.cos(TURN * HERTZ_STEP * sinceSeconds);
    const turnSin = Math.sin(TURN * HERTZ_STEP * sinceSeconds);
    let c = Math.cos(TURN * MIN_HERTZ * sinceSeconds);
    let s = Math.sin(TURN * MIN_HERTZ * sinceSeconds);
    for (let cell = index; cell < cos.length; cell += count) {
      cos[cell] = c;
      sin[cell] = s;
      [c, s] = [c * turnCos - s * turnSin, s * turnCos + c * turnSin];
    }
  }
  return { cos, sin };
}

/** Fits mean + b cos + d sin by weighted least squares to the samples from `first` to before `end`. */
function fitSinusoid(
  signal: Float64Array,
  weights: Float64Array,
  { cos, sin }: Table,
  offset: number,
  first: number,
  end: number,
): { readonly explained: number; readonly crestCycles: number } {
  let sumW = 0;
  let sumX = 0;
  let sumXX = 0;
  let sumC = 0;
  let sumS = 0;
  let sumCC = 0;
  let sumCS = 0;
  let sumXC = 0;
  let sumXS = 0;
  for (let index = first; index < end; index++) {
    const w = weights[index] ?? 0;
    const x = signal[index] ?? 0;
    const c = cos[offset + index] ?? 0;
    const s = sin[offset + index] ?? 0;
    const wx = w * x;
    const wc = w * c;
    sumW += w;
    sumX += wx;
    sumXX += wx * x;
    sumC += wc;
    sumS += w * s;
    sumCC += wc * c;
    sumCS += wc * s;
    sumXC += wx * c;
    sumXS += wx * s;
  }
  const xx = sumXX - sumX ** 2 / sumW;
  const cc = sumCC - sumC ** 2 / sumW;
  const ss = sumW - sumCC - sumS ** 2 / sumW;
  const cs = sumCS - (sumC * sumS) / sumW;
  const xc = sumXC - (sumX * sumC) / sumW;
  const xs = sumXS - (sumX * sumS) / sumW;
  const determinant = cc * ss - cs ** 2;
  if (!(xx > 1e-9 && determinant > 1e-9)) return { explained: 0, crestCycles: 0 };
  const b = (xc * ss - xs * cs) / determinant;
  const d = (xs * cc - xc * cs) / determinant;
  return { explained: (b * xc + d * xs) / xx, crestCycles: Math.atan2(d, b) / TURN };
}
