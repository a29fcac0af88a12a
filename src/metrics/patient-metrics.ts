import { setImmediate as takeTurn } from 'node:timers/promises';
import { freshLimitSeconds } from '../core/freshness.ts';
import { computeFiguresOf, type GaitFigures } from '../core/gait/gait-figures.ts';
import type { Insole } from '../core/insole/insole.ts';
import type { PatientId } from '../core/patient.ts';
import type { Sample } from '../core/sample.ts';
import { Gauge, type Registry } from './prometheus.ts';

/** Where the gauges of patients come from. */
export interface PatientSource {
  /** The patients that have gauges now, and how many others there are. */
  choose(): { readonly chosen: readonly PatientId[]; readonly others: number };
  /** When the newest sample of a patient was taken, Unix seconds on the cacher's clock; null where there is none. */
  newestAtSeconds(patient: PatientId): number | null;
  /** The samples of the last 30 s, oldest first. */
  read(patient: PatientId): readonly Sample[];
  insoleOf(patient: PatientId): Insole;
  /** How often patients are polled: it decides how old a sample of now may be. */
  readonly intervalMs: number;
  /** The cacher's clock, Unix seconds. */
  nowSeconds(): number;
}

/** Computes the gauges of patients anew; before each scrape. */
export interface PatientMetrics {
  refresh(): Promise<void>;
}

type Foot = 'left' | 'right';
type Told = readonly [labels: { readonly foot?: Foot }, value: number | null];

/** Each gauge, and what it tells of the figures: null is not told. */
const GAUGES: readonly { name: string; help: string; tell: (figures: GaitFigures) => readonly Told[] }[] = [
  {
    name: 'footwatch_patient_live',
    help: '1 of a patient whose newest sample is of now.',
    tell: () => [[{}, 1]],
  },
  {
    name: 'footwatch_patient_walking',
    help: '1 while the patient walks, 0 while standing; absent when neither is known.',
    tell: ({ state }) => [[{}, state === 'unknown' ? null : Number(state === 'walking')]],
  },
  {
    name: 'footwatch_patient_cadence_steps_per_minute',
    help: 'Cadence of straight walking in the last 30 s.',
    tell: ({ cadence }) => [[{}, cadence]],
  },
  {
    name: 'footwatch_patient_stride_seconds',
    help: 'Stride time of straight walking in the last 30 s.',
    tell: ({ strideSeconds }) => [[{}, strideSeconds]],
  },
  {
    name: 'footwatch_patient_load_share',
    help: 'Share of the load on each foot, 0 to 1.',
    tell: ({ load }) => tellFeet(load),
  },
  {
    name: 'footwatch_patient_stance_share',
    help: 'Share of the walked time in which each foot is on the ground, 0 to 1.',
    tell: ({ stanceShare }) => tellFeet(stanceShare),
  },
  {
    name: 'footwatch_patient_double_support_share',
    help: 'Share of the walked time in which both feet are on the ground, 0 to 1.',
    tell: ({ doubleSupportShare }) => [[{}, doubleSupportShare]],
  },
  {
    name: 'footwatch_patient_flagged_share',
    help: 'Share of the samples of the last 30 s that the API flagged, 0 to 1.',
    tell: ({ flaggedShare }) => [[{}, flaggedShare]],
  },
];

/**
 * Adds gauges with the number of the patient as their label, never a name. A figure that is not known has no series, and a patient
 * whose newest sample is not of now has none at all: no value outlives what it was computed from.
 */
export function createPatientMetrics(registry: Registry, source: PatientSource): PatientMetrics {
  const registers = [registry];
  const gauges = GAUGES.map(({ name, help, tell }) => ({
    gauge: new Gauge({ name, help, registers, labelNames: ['patient', 'foot'] }),
    tell,
  }));
  const others = new Gauge({
    name: 'footwatch_patients_without_gauges',
    help: 'Patients beyond the most that get gauges of their own.',
    registers,
  });
  const isLive = (patient: PatientId) => {
    const atSeconds = source.newestAtSeconds(patient);
    return atSeconds !== null && Math.abs(source.nowSeconds() - atSeconds) <= freshLimitSeconds(source);
  };
  const computeAll = async () => {
    const computed: [PatientId, GaitFigures][] = [];
    const choice = source.choose();
    for (const patient of choice.chosen) {
      if (!isLive(patient)) continue;
      computed.push([patient, computeFiguresOf(source.read(patient), source.insoleOf(patient))]);
      // Polls go on between two patients.
      await takeTurn();
    }
    others.set(choice.others);
    for (const { gauge } of gauges) gauge.reset();
    for (const [patient, figures] of computed) {
      if (!isLive(patient)) continue;
      for (const { gauge, tell } of gauges) {
        for (const [labels, value] of tell(figures)) {
          if (value !== null) gauge.set({ patient, ...labels }, value);
        }
      }
    }
  };
  let running: Promise<void> | null = null;
  return {
    // Who asks while it is computed gets the same.
    refresh() {
      running ??= computeAll().finally(() => {
        running = null;
      });
      return running;
    },
  };
}

function tellFeet(shares: { readonly left: number; readonly right: number } | null): readonly Told[] {
  return shares === null
    ? []
    : [
        [{ foot: 'left' }, shares.left],
        [{ foot: 'right' }, shares.right],
      ];
}
