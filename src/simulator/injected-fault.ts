import type { Random } from '../core/random.ts';

/** The kinds of fault that can be injected into an answer. */
export const FAULT_KINDS = ['timeout', 'error', 'garbage', 'slow', 'reset', 'huge'] as const;
/** What goes wrong with an answer. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A kind of fault and how often it is injected. */
export interface Fault {
  readonly kind: FaultKind;
  /** Share of the requests that have this fault, 0 to 1. */
  readonly probability: number;
}

/** What a list of faults may look like, for help and error messages. */
export const FAULTS_ALLOWED = `KIND:P, several separated by commas, with KIND one of ${FAULT_KINDS.join(', ')}, and P from 0 to 1, adding up to 1 at most`;

/**
 * Parses a list of faults such as `timeout:0.1,error:0.05`; an empty text is an empty list. A request has at most one fault, so
 * the probabilities may add up to 1 at most.
 *
 * @returns null when the text is not a list of faults
 */
export function parseFaults(text: string): readonly Fault[] | null {
  if (text === '') return [];
  const faults: Fault[] = [];
  for (const part of text.split(',')) {
    const [name, share, ...rest] = part.trim().split(':');
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined || share === undefined || rest.length > 0) return null;
    const probability = /^(\d+\.?\d*|\.\d+)$/.test(share) ? Number(share) : Number.NaN;
    if (!(probability >= 0 && probability <= 1)) return null;
    faults.push({ kind, probability });
  }
  const sum = faults.reduce((total, fault) => total + fault.probability, 0);
  return sum > 1 + Number.EPSILON * faults.length ? null : faults;
}

/** Draws the fault of one request, or null for none, from one random number. */
export function drawFault(faults: readonly Fault[], random: Random): FaultKind | null {
  let left = random();
  for (const { kind, probability } of faults) {
    if (left < probability) return kind;
    left -= probability;
  }
  return null;
}
