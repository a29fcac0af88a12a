import type { Random } from '../core/random.ts';

/** What can go wrong with an answer. */
export const FAULT_KINDS = ['timeout', 'error', 'garbage', 'slow', 'reset', 'huge'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The share of requests, 0 to 1, that it befalls. */
  readonly probability: number;
}

/** What a text of faults may say, for help and errors. */
export const FAULTS_ALLOWED = `KIND:P, several separated by commas, with KIND one of ${FAULT_KINDS.join(', ')}, and P from 0 to 1, adding up to 1 at most`;

/**
 * Faults from `timeout:0.1,error:0.05`; none from an empty text. One request has one fault at most, so their
 * probabilities add up to 1 at most. Null when it is none.
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

/** What befalls a request, from one throw of the dice; null when nothing does. */
export function drawFault(faults: readonly Fault[], random: Random): FaultKind | null {
  let left = random();
  for (const { kind, probability } of faults) {
    if (left < probability) return kind;
    left -= probability;
  }
  return null;
}
