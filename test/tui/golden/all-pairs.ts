/** The values of each factor, the most ordinary first. */
export type Factors = Readonly<Record<string, readonly string[]>>;
/** One value of each factor. */
export type Choice<F extends Factors> = { readonly [K in keyof F]: F[K][number] };

/** Writes the values of two factors as text. */
function writePair(one: string, value: string, other: string, otherValue: string): string {
  return `${one}=${value} ${other}=${otherValue}`;
}

/** Lists every pair of values of two factors. */
export function listPairs(factors: Factors): string[] {
  const names = Object.keys(factors);
  return names.flatMap((one, index) =>
    names
      .slice(index + 1)
      .flatMap((other) =>
        (factors[one] ?? []).flatMap((value) =>
          (factors[other] ?? []).map((otherValue) => writePair(one, value, other, otherValue)),
        ),
      ),
  );
}

/** Lists the pairs that a choice covers. */
export function pairsIn(choice: Readonly<Record<string, string>>): string[] {
  return listPairs(Object.fromEntries(Object.entries(choice).map(([name, value]) => [name, [value]])));
}

/**
 * Finds few choices that together cover every pair of values, so that a fault that needs two values at once shows in
 * one of them. Greedy, and deterministic.
 */
export function allPairs<F extends Factors>(factors: F): Choice<F>[] {
  const names = Object.keys(factors);
  const missing = new Set(listPairs(factors));
  const choices: Choice<F>[] = [];
  for (let first = missing.values().next(); !first.done; first = missing.values().next()) {
    const choice: Record<string, string> = {};
    for (const fixed of first.value.split(' ')) {
      const [name = '', value = ''] = fixed.split('=');
      choice[name] = value;
    }
    for (const name of names) {
      if (name in choice) continue;
      const gain = (value: string) =>
        pairsIn(inOrder(names, { ...choice, [name]: value })).filter((pair) => missing.has(pair)).length;
      const values = factors[name] ?? [];
      choice[name] = values.reduce(
        (best, value) => (gain(value) > gain(best) ? value : best),
        values[0] ?? '',
      );
    }
    for (const pair of pairsIn(inOrder(names, choice))) missing.delete(pair);
    choices.push(inOrder(names, choice) as Choice<F>);
  }
  return choices;
}

function inOrder(names: readonly string[], choice: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (name in choice ? [[name, choice[name] ?? '']] : [])));
}
