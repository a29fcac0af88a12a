import { type AnomalyEvent, EventGrouper } from '../events/anomaly-events.ts';
import { findFaultySensors } from '../gait/faulty-sensors.ts';
import { measureSampling } from '../gait/sampling.ts';
import type { Insole, InsoleSensor, Side } from '../insole/insole.ts';
import { listSides, scaleReading } from '../insole/insole.ts';
import type { PatientId } from '../patient.ts';
import { createJudge, type Judge } from '../rules/judge-samples.ts';
import { API_SOURCE, findFlagSource, type Sample } from '../sample.ts';
import {
  computeStrideCurves,
  type NoStrideCurves,
  type StrideCurves,
} from '../stride-curve/stride-curves.ts';
import { type EnvelopeColumn, LoadEnvelope } from './load-envelope.ts';
import { computeWalkFigures, poolWalkFigures, type WalkFigures } from './walk-figures.ts';

/** How much of a time is looked at together: the figures of a longer one are pooled, and memory holds no more. */
const PART_SECONDS = 300;
const SAMPLING_SECONDS = 30;
/** The longest time without a sample that is no gap, and that ends no event. */
const GAP_SECONDS = 2;
/** How finely the distribution of a sensor's readings is told. */
const BINS = 32;
/** Later events count, but are not told one by one. */
const MAX_EVENTS = 200;

/** What a sensor read over a time. */
export interface SensorSummary {
  readonly sensor: InsoleSensor;
  /** Null without a reading. */
  readonly mean: number | null;
  readonly highest: number | null;
  /** Share of its readings that were the insole's highest. */
  readonly saturatedShare: number | null;
  /** How many readings there were in each of `BINS` even parts of the insole's range. */
  readonly bins: readonly number[];
}

/** How well a time was sampled. */
export interface SamplingSummary {
  readonly samples: number;
  /** New frames a second, at the median; null when there were none. */
  readonly framesPerSecond: number | null;
  readonly isAtLeast: boolean;
  readonly lostShare: number | null;
  /** Share of the samples that the API flagged. */
  readonly flaggedShare: number | null;
  readonly longestGapSeconds: number;
}

/** Everything that is told of a walk. */
export interface WalkSummary {
  readonly patient: PatientId;
  readonly insole: Insole;
  /** The first and the last sample, Unix seconds; null without one. */
  readonly fromSeconds: number | null;
  readonly toSeconds: number | null;
  readonly sampling: SamplingSummary;
  readonly walk: WalkFigures;
  /** Sensors that a rule found faulty: they are in no figure. */
  readonly faulty: readonly InsoleSensor[];
  readonly sensors: readonly SensorSummary[];
  readonly stride: StrideCurves | NoStrideCurves;
  readonly events: readonly AnomalyEvent[];
  /** Of them, those of `MAX_EVENTS` and more are not in the list. */
  readonly eventCount: number;
  /** The sum of each foot's readings. */
  readonly traces: readonly { readonly side: Side; readonly columns: readonly EnvelopeColumn[] }[];
}

interface SensorTotals {
  readings: number;
  sum: number;
  highest: number;
  saturated: number;
  readonly bins: number[];
}

/** Gathers what is told of a walk, sample by sample, in memory that does not grow with its length. */
export class WalkRecorder {
  readonly #patient: PatientId;
  readonly #insole: Insole;
  readonly #judge: Judge;
  readonly #events: EventGrouper;
  readonly #totals: ReadonlyMap<number, SensorTotals>;
  readonly #sideOf: ReadonlyMap<number, Side>;
  readonly #traces: ReadonlyMap<Side, LoadEnvelope>;
  readonly #found: AnomalyEvent[] = [];
  readonly #parts: WalkFigures[] = [];
  readonly #faulty = new Set<number>();
  readonly #rates: { framesPerSecond: number; isAtLeast: boolean }[] = [];
  readonly #losses: { lostShare: number; samples: number }[] = [];
  #part: Sample[] = [];
  /** The newest part without a fault, or else the first one. */
  #before: readonly Sample[] = [];
  #stride: StrideCurves | NoStrideCurves = { reason: 'short', strides: 0 };
  #eventCount = 0;
  #samples = 0;
  #flagged = 0;
  #first: number | null = null;
  #last: number | null = null;
  #longestGap = 0;

  constructor(patient: PatientId, insole: Insole) {
    this.#patient = patient;
    this.#insole = insole;
    this.#judge = createJudge(insole);
    this.#events = new EventGrouper(patient, GAP_SECONDS);
    this.#totals = new Map(
      insole.sensors.map(({ id }) => [
        id,
        { readings: 0, sum: 0, highest: insole.lowest, saturated: 0, bins: new Array<number>(BINS).fill(0) },
      ]),
    );
    this.#sideOf = new Map(insole.sensors.map(({ id, side }) => [id, side]));
    this.#traces = new Map(listSides(insole).map((side) => [side, new LoadEnvelope()]));
  }

  /** Takes the next sample, in the order received. Data that was recorded without the rules is judged by them here. */
  take({ atSeconds, sensors }: Sample): void {
    const sample = { atSeconds, sensors: this.#judge(atSeconds, sensors) };
    const sinceSeconds = this.#last === null ? 0 : atSeconds - this.#last;
    this.#longestGap = Math.max(this.#longestGap, sinceSeconds);
    this.#first ??= atSeconds;
    this.#last = atSeconds;
    this.#samples += 1;
    if (sample.sensors.some((reading) => findFlagSource(reading) === API_SOURCE)) this.#flagged += 1;
    this.#count(sample);
    const ended = this.#events.push(sample);
    if (ended) this.#keepEvent(ended);
    if (sinceSeconds < 0 || atSeconds - (this.#part[0]?.atSeconds ?? atSeconds) >= PART_SECONDS)
      this.#endPart();
    this.#part.push(sample);
  }

  /** What is told of the samples so far; nothing is taken afterwards. */
  finish(): WalkSummary {
    const last = this.#events.end();
    if (last) this.#keepEvent(last);
    this.#endPart();
    const rates = this.#rates.toSorted((a, b) => a.framesPerSecond - b.framesPerSecond);
    const rate = rates[rates.length >> 1];
    const judged = this.#losses.reduce((sum, { samples }) => sum + samples, 0);
    return {
      patient: this.#patient,
      insole: this.#insole,
      fromSeconds: this.#first,
      toSeconds: this.#last,
      sampling: {
        samples: this.#samples,
        framesPerSecond: rate?.framesPerSecond ?? null,
        isAtLeast: rate?.isAtLeast ?? false,
        lostShare:
          judged === 0
            ? null
            : this.#losses.reduce((sum, { lostShare, samples }) => sum + (lostShare * samples) / judged, 0),
        flaggedShare: this.#samples === 0 ? null : this.#flagged / this.#samples,
        longestGapSeconds: this.#longestGap,
      },
      walk: poolWalkFigures(this.#parts),
      faulty: this.#insole.sensors.filter(({ id }) => this.#faulty.has(id)),
      sensors: this.#insole.sensors.map((sensor) => summariseSensor(sensor, this.#totals.get(sensor.id))),
      stride: this.#stride,
      events: this.#found,
      eventCount: this.#eventCount,
      traces: [...this.#traces].map(([side, envelope]) => ({ side, columns: envelope.read() })),
    };
  }

  #count({ atSeconds, sensors }: Sample): void {
    const loads = { left: 0, right: 0 };
    for (const { id, value } of sensors) {
      const totals = this.#totals.get(id);
      const side = this.#sideOf.get(id);
      if (totals === undefined || side === undefined) continue;
      totals.readings += 1;
      totals.sum += value;
      totals.highest = Math.max(totals.highest, value);
      if (value >= this.#insole.highest) totals.saturated += 1;
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(scaleReading(this.#insole, value) * BINS)));
      totals.bins[bin] = (totals.bins[bin] ?? 0) + 1;
      loads[side] += value;
    }
    for (const [side, envelope] of this.#traces) envelope.add(atSeconds, loads[side]);
  }

  #keepEvent(event: AnomalyEvent): void {
    this.#eventCount += 1;
    if (this.#found.length < MAX_EVENTS) this.#found.push(event);
  }

  #endPart(): void {
    const part = this.#part;
    this.#part = [];
    const startSeconds = part[0]?.atSeconds;
    const endSeconds = part.at(-1)?.atSeconds;
    if (startSeconds === undefined || endSeconds === undefined) return;
    const faulty = findFaultySensors(part);
    for (const id of faulty) this.#faulty.add(id);
    this.#parts.push(computeWalkFigures(part, this.#insole, this.#before));
    // A part with a fault says less of what its sensor bore than the one before it.
    if (faulty.size === 0 || this.#before.length === 0) this.#before = part;
    const seconds = endSeconds - startSeconds;
    const stride = computeStrideCurves(part, { insole: this.#insole, leftOut: faulty, seconds });
    // Of several parts, the one with the most strides is shown.
    const isKnown = Number(stride.reason === null) - Number(this.#stride.reason === null);
    if (this.#parts.length === 1 || isKnown > 0 || (isKnown === 0 && stride.strides > this.#stride.strides))
      this.#stride = stride;
    this.#measureSampling(part, startSeconds);
  }

  #measureSampling(part: readonly Sample[], startSeconds: number): void {
    let start = 0;
    let fromSeconds = startSeconds;
    part.forEach(({ atSeconds }, index) => {
      const isLast = index === part.length - 1;
      if (atSeconds - fromSeconds < SAMPLING_SECONDS && !isLast) return;
      const piece = part.slice(start, index + 1);
      const { framesPerSecond, isAtLeast, lostShare } = measureSampling(piece);
      if (framesPerSecond !== null) this.#rates.push({ framesPerSecond, isAtLeast });
      if (lostShare !== null) this.#losses.push({ lostShare, samples: piece.length });
      [start, fromSeconds] = [index, atSeconds];
    });
  }
}

function summariseSensor(sensor: InsoleSensor, totals: SensorTotals | undefined): SensorSummary {
  if (totals === undefined || totals.readings === 0)
    return { sensor, mean: null, highest: null, saturatedShare: null, bins: [] };
  const { readings, sum, highest, saturated, bins } = totals;
  return { sensor, mean: sum / readings, highest, saturatedShare: saturated / readings, bins };
}
