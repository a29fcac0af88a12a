import type { Random } from '../core/random.ts';
import { Refusal } from '../core/refusal.ts';

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
 * A refusal names the part that is wrong.
 */
export function parseFaults(text: string): readonly Fault[] | Refusal {
  if (text === '') return [];
  const faults: Fault[] = [];
  for (const part of text.split(',')) {
    const fault = parseFault(part.trim());
    if (fault instanceof Refusal) return fault;
    faults.push(fault);
  }
  const sum = faults.reduce((total, fault) => total + fault.probability, 0);
  return sum > 1 + Number.EPSILON * faults.length ? new Refusal('the shares add up to more than 1') : faults;
}

function parseFault(part: string): Fault | Refusal {
  const [name = '', share, ...rest] = part.split(':');
  const kind = FAULT_KINDS.find((known) => known === name);
  if (kind === undefined)
    return new Refusal(/^\w{1,20}$/.test(name) ? `${name} is no kind of fault` : 'a kind is missing');
  if (share === undefined) return new Refusal(`the share of ${kind} is missing`);
  const probability = /^(\d+\.?\d*|\.\d+)$/.test(share) ? Number(share) : Number.NaN;
  return probability <= 1 && rest.length === 0
    ? { kind, probability }
    : new Refusal(`the share of ${kind} is no number from 0 to 1`);
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
