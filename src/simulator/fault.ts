import { cleanText } from '../core/clean-text.ts';
import type { Random } from '../core/random.ts';

/** What can go wrong with an answer. */
export const FAULT_KINDS = ['timeout', 'error', 'garbage', 'slow', 'reset', 'huge'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** The share of requests, 0 to 1, that it befalls. */
  readonly probability: number;
}

export type FaultsParse =
  | { readonly kind: 'parsed'; readonly faults: readonly Fault[] }
  | { readonly kind: 'invalid'; readonly reason: string };

export type FaultParse =
  | { readonly kind: 'parsed'; readonly fault: Fault }
  | { readonly kind: 'invalid'; readonly reason: string };

/** A fault from `kind:probability`, such as `timeout:0.1`. */
export function parseFault(text: string): FaultParse {
  const [name, share, ...rest] = text.split(':');
  const kind = FAULT_KINDS.find((known) => known === name);
  const probability = share !== undefined && /^(\d+\.?\d*|\.\d+)$/.test(share) ? Number(share) : Number.NaN;
  if (kind === undefined || rest.length > 0 || !(probability >= 0 && probability <= 1)) {
    const allowed = `KIND:P with KIND one of ${FAULT_KINDS.join(', ')} and P from 0 to 1`;
    return { kind: 'invalid', reason: `"${cleanText(text)}" is not a fault: ${allowed}` };
  }
  return { kind: 'parsed', fault: { kind, probability } };
}

/** Several faults at once. One request has one fault at most, so their probabilities add up to 1 at most. */
export function parseFaults(texts: readonly string[]): FaultsParse {
  const faults: Fault[] = [];
  for (const text of texts) {
    const parse = parseFault(text);
    if (parse.kind === 'invalid') return parse;
    faults.push(parse.fault);
  }
  const sum = faults.reduce((total, fault) => total + fault.probability, 0);
  if (sum > 1 + Number.EPSILON * faults.length) {
    return {
      kind: 'invalid',
      reason: `the probabilities of the faults add up to ${+sum.toFixed(3)}, 1 is the most`,
    };
  }
  return { kind: 'parsed', faults };
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
