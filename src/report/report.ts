import { eventToJson, formatInstant } from '../core/events/anomaly-events.ts';
import type { Interval } from '../core/gait/interval.ts';
import type { Profile } from '../core/patient.ts';
import type { FootCurve, MeanCurve } from '../core/stride-curve/describe-feet.ts';
import { estimateSteps, WALK_FIGURES, type WalkFigure } from '../core/walk-summary/walk-figures.ts';
import type { WalkSummary } from '../core/walk-summary/walk-recorder.ts';
import { type Limit, listLimits, NOTICE } from './limits.ts';

/** A moment that somebody marked with a word. */
export interface ReportMark {
  readonly atSeconds: number;
  readonly word: string;
}

/** What a report is of, beside the samples. */
export interface ReportSubject {
  /** Null when it is not known, or is not to be told. */
  readonly profile: Profile | null;
  /** Where the samples come from: the store, a file by its name, a kept walk by its id. */
  readonly source: string;
  readonly note: string | null;
  readonly marks: readonly ReportMark[];
}

/** Makes the `footwatch.report/1` object that scripts read, and that the page is made of: the same numbers under the same names. */
export function makeReport(summary: WalkSummary, { profile, source, note, marks }: ReportSubject) {
  const { patient, insole, fromSeconds, toSeconds, sampling, walk, stride } = summary;
  return {
    schema: 'footwatch.report/1' as const,
    patient,
    firstname: profile?.firstname ?? null,
    lastname: profile?.lastname ?? null,
    birthdate: profile?.birthdate ?? null,
    source,
    note,
    marks: marks.map(({ atSeconds, word }) => ({ at: formatInstant(atSeconds), word })),
    since: fromSeconds === null ? null : formatInstant(fromSeconds),
    until: toSeconds === null ? null : formatInstant(toSeconds),
    durationSeconds: fromSeconds === null || toSeconds === null ? 0 : round(toSeconds - fromSeconds, 3),
    insole: { name: insole.name, unit: insole.unit, lowest: insole.lowest, highest: insole.highest },
    sampling: {
      samples: sampling.samples,
      framesPerSecond: roundOrNull(sampling.framesPerSecond, 1),
      atLeast: sampling.isAtLeast,
      lostShare: roundOrNull(sampling.lostShare, 3),
      flaggedShare: roundOrNull(sampling.flaggedShare, 3),
      longestGapSeconds: round(sampling.longestGapSeconds, 3),
    },
    time: {
      walkingSeconds: round(walk.walkingSeconds, 1),
      standingSeconds: round(walk.standingSeconds, 1),
      unknownSeconds: round(walk.unknownSeconds, 1),
      steps: estimateSteps(walk),
    },
    figures: Object.fromEntries(
      WALK_FIGURES.map((name) => [name, roundFigure(walk.figures[name])]),
    ) as Record<(typeof WALK_FIGURES)[number], ReportFigure | null>,
    faultySensors: summary.faulty.map(({ id }) => id),
    sensors: summary.sensors.map(({ sensor, mean, highest, saturatedShare, bins }) => ({
      id: sensor.id,
      label: sensor.label,
      side: sensor.side,
      region: sensor.region,
      mean: roundOrNull(mean, insole.decimals + 1),
      highest: roundOrNull(highest, insole.decimals),
      saturatedShare: roundOrNull(saturatedShare, 3),
      bins,
    })),
    stride: {
      reason: stride.reason,
      strides: stride.strides,
      strideSeconds: stride.reason === null ? round(stride.strideSeconds, 3) : null,
      left: stride.reason === null ? describeFoot(stride.left) : null,
      right: stride.reason === null ? describeFoot(stride.right) : null,
      sensors:
        stride.reason === null
          ? stride.sensors.map(({ sensor, ...curve }) => ({ id: sensor.id, ...describeCurve(curve) }))
          : null,
    },
    events: summary.events.map(eventToJson),
    eventCount: summary.eventCount,
    notTold: listLimits(summary) as readonly Limit[],
    notice: NOTICE,
  };
}

/** A report as scripts read it. */
export type Report = ReturnType<typeof makeReport>;

/** A figure of a report. */
export interface ReportFigure {
  readonly value: number;
  /** Of 90 %. */
  readonly interval: Interval | null;
  /** Of the same sensors under the same person, where it is narrower: what two walks of one person are compared by. */
  readonly ownInterval?: Interval;
}

/** Finer than any figure is known. */
const FIGURE_DECIMALS = 4;

function roundFigure(figure: WalkFigure | null): ReportFigure | null {
  if (figure === null) return null;
  const { value, interval, ownInterval } = figure;
  return {
    value: round(value, FIGURE_DECIMALS),
    interval: interval && roundInterval(interval),
    ...(ownInterval && { ownInterval: roundInterval(ownInterval) }),
  };
}

function roundInterval([from, to]: Interval): Interval {
  return [round(from, FIGURE_DECIMALS), round(to, FIGURE_DECIMALS)];
}

function describeFoot(foot: FootCurve | null) {
  return (
    foot && {
      contactShare: foot.contact && round(foot.contact.to - foot.contact.from, 3),
      contactFrom: foot.contact && round(foot.contact.from, 3),
      ...describeCurve(foot),
      path: foot.path.map(
        (place) => place && { xPercent: round(place.xPercent, 1), yPercent: round(place.yPercent, 1) },
      ),
    }
  );
}

function describeCurve({ mean, halfWidths }: MeanCurve) {
  return {
    mean: mean.map((load) => round(load, 1)),
    halfWidths: halfWidths.map((halfWidth) => round(halfWidth, 1)),
  };
}

function roundOrNull(value: number | null, decimals: number): number | null {
  return value === null ? null : round(value, decimals);
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** What a page is made of: the report has every number on it, the summary what is only drawn. */
export interface ReportPage {
  readonly report: Report;
  readonly summary: WalkSummary;
  /** How far the reader's time zone is ahead of UTC, for times of day. */
  readonly zoneOffsetMinutes: number;
}
